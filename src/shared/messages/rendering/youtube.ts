import { hostName, splitUrl } from './urls.ts';

const HOSTS: ReadonlySet<string> = new Set([
  'm.youtube.com',
  'www.youtube.com',
  'www.youtube-nocookie.com',
  'youtube.com',
  'youtube-nocookie.com',
]);

/** The video that a link to YouTube shows. */
export function youtubeId(url: string): string | undefined {
  const parts = splitUrl(url);
  if (parts === undefined || !/^https?$/u.test(parts.scheme)) return undefined;
  const host = hostName(parts);
  let id: string | undefined;
  if (host === 'youtu.be') id = parts.path.slice(1);
  else if (HOSTS.has(host)) id = idOnSite(parts.path, new URLSearchParams(parts.query));
  return /^[0-9A-Za-z_-]+/u.exec(id ?? '')?.[0];
}

function idOnSite(path: string, query: URLSearchParams): string | undefined {
  const inPath = /^\/(?:embed|shorts|v)\/(.*)$/u.exec(path)?.[1];
  if (inPath !== undefined) return inPath;
  if (path === '/watch' || path === '/watch_popup') return query.get('v') ?? undefined;
  return path === '/watch_videos' ? (query.get('video_ids') ?? undefined) : undefined;
}

const VIMEO =
  /^https?:\/\/(?:www\.)?vimeo\.com\/(?:channels\/(?:\w+\/)?|groups\/[^/]*\/videos\/)?\d+(?:\/|\?.*)?$/iu;

/** Whether the link shows a video of Vimeo. */
export const isVimeo = (url: string): boolean => VIMEO.test(url);
