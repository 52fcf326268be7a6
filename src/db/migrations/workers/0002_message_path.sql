CREATE TABLE "workers"."outgoing_webhook_delivery" (
	"message_id" integer NOT NULL,
	"bot_id" integer NOT NULL,
	"service_id" integer NOT NULL,
	"delivery_id" uuid NOT NULL,
	"state" text NOT NULL,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"last_status" smallint,
	"last_error" text,
	"answer" text,
	"reply_message_id" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "outgoing_webhook_delivery_message_id_bot_id_service_id_pk" PRIMARY KEY("message_id","bot_id","service_id"),
	CONSTRAINT "outgoing_webhook_delivery_delivery_id_key" UNIQUE("delivery_id")
);
--> statement-breakpoint
CREATE TABLE "workers"."outgoing_webhook_service" (
	"service_id" integer PRIMARY KEY NOT NULL,
	"bot_id" integer NOT NULL,
	"failures_in_row" integer DEFAULT 0 NOT NULL,
	"paused_until" timestamp with time zone,
	"noticed_at" timestamp with time zone,
	"untold_failures" integer DEFAULT 0 NOT NULL,
	"last_failure" text,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "workers"."rest_attempt" (
	"key" text PRIMARY KEY NOT NULL,
	"after_message_id" integer NOT NULL,
	"attempts" integer DEFAULT 1 NOT NULL,
	"busy_until" timestamp with time zone NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "workers"."sent_message" (
	"key" text PRIMARY KEY NOT NULL,
	"message_id" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE INDEX "outgoing_webhook_delivery_created_at_idx" ON "workers"."outgoing_webhook_delivery" USING brin ("created_at");--> statement-breakpoint
CREATE INDEX "outgoing_webhook_service_untold_idx" ON "workers"."outgoing_webhook_service" USING btree ("noticed_at") WHERE untold_failures > 0;--> statement-breakpoint
CREATE INDEX "sent_message_created_at_idx" ON "workers"."sent_message" USING brin ("created_at");