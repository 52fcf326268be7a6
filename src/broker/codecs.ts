import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';

import kafkajs from 'kafkajs';
import type { CompressionTypes as KafkaCompression } from 'kafkajs';
import SnappyCodec from 'kafkajs-snappy';
import { compressFrame, decompressFrame } from 'lz4-napi';

const { CompressionCodecs, CompressionTypes } = kafkajs;

/** How a producer may compress its requests. Readers understand all of them. */
export type Compression = 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd';

const TYPE_OF = {
  none: CompressionTypes.None,
  gzip: CompressionTypes.GZIP,
  snappy: CompressionTypes.Snappy,
  lz4: CompressionTypes.LZ4,
  zstd: CompressionTypes.ZSTD,
} satisfies Record<Compression, KafkaCompression>;

/** The number that Kafka's wire format gives a codec. */
export function compressionType(compression: Compression): KafkaCompression {
  return TYPE_OF[compression];
}

/** What kafkajs hands to a codec: an encoder that holds the bytes. */
interface Encoded {
  readonly buffer: Buffer;
}

const compressZstd = promisify(zstdCompress);
const decompressZstd = promisify(zstdDecompress);

/**
 * Makes snappy, lz4 and zstd known to kafkajs, which has only gzip built in: without them one compressed record of a
 * foreign producer ends the consumer for good (`KafkaJSNotImplemented`). Harmless when repeated.
 */
export function registerCodecs(): void {
  CompressionCodecs[CompressionTypes.Snappy] = SnappyCodec as () => unknown;
  CompressionCodecs[CompressionTypes.LZ4] = () => ({
    compress: (encoded: Encoded) => compressFrame(encoded.buffer),
    decompress: (bytes: Buffer) => decompressFrame(bytes),
  });
  CompressionCodecs[CompressionTypes.ZSTD] = () => ({
    compress: (encoded: Encoded) => compressZstd(encoded.buffer),
    decompress: (bytes: Buffer) => decompressZstd(bytes),
  });
}
