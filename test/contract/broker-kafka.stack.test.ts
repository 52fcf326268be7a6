import { describeBrokerContract } from './broker-contract.ts';
import { kafkaFixture } from '../broker/kafka-fixture.ts';

describeBrokerContract('Kafka', kafkaFixture);
