-- What drizzle cannot express. Organization and user group refer to each other; both are new when an organization is
-- created, so these references alone are checked at the commit. All others are checked at their statement.
ALTER TABLE "zerver_realm" ALTER CONSTRAINT "zerver_realm_can_access_all_users_group_id_zerver_usergroup_id_" DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
ALTER TABLE "zerver_realm" ALTER CONSTRAINT "zerver_realm_can_add_custom_emoji_group_id_zerver_usergroup_id_" DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
ALTER TABLE "zerver_realm" ALTER CONSTRAINT "zerver_realm_can_add_subscribers_group_id_zerver_usergroup_id_f" DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
ALTER TABLE "zerver_realm" ALTER CONSTRAINT "zerver_realm_can_create_bots_group_id_zerver_usergroup_id_fk" DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
ALTER TABLE "zerver_realm" ALTER CONSTRAINT "zerver_realm_can_create_groups_id_zerver_usergroup_id_fk" DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
ALTER TABLE "zerver_realm" ALTER CONSTRAINT "zerver_realm_can_create_private_channel_group_id_zerver_usergro" DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
ALTER TABLE "zerver_realm" ALTER CONSTRAINT "zerver_realm_can_create_public_channel_group_id_zerver_usergrou" DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
ALTER TABLE "zerver_realm" ALTER CONSTRAINT "zerver_realm_can_create_web_public_channel_group_id_zerver_user" DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
ALTER TABLE "zerver_realm" ALTER CONSTRAINT "zerver_realm_can_create_write_only_bots_group_id_zerver_usergro" DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
ALTER TABLE "zerver_realm" ALTER CONSTRAINT "zerver_realm_can_delete_any_message_group_id_zerver_usergroup_i" DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
ALTER TABLE "zerver_realm" ALTER CONSTRAINT "zerver_realm_can_delete_own_message_group_id_zerver_usergroup_i" DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
ALTER TABLE "zerver_realm" ALTER CONSTRAINT "zerver_realm_can_invite_users_group_id_zerver_usergroup_id_fk" DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
ALTER TABLE "zerver_realm" ALTER CONSTRAINT "zerver_realm_can_manage_all_groups_id_zerver_usergroup_id_fk" DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
ALTER TABLE "zerver_realm" ALTER CONSTRAINT "zerver_realm_can_manage_billing_group_id_zerver_usergroup_id_fk" DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
ALTER TABLE "zerver_realm" ALTER CONSTRAINT "zerver_realm_can_mention_many_users_group_id_zerver_usergroup_i" DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
ALTER TABLE "zerver_realm" ALTER CONSTRAINT "zerver_realm_can_move_messages_between_channels_group_id_zerver" DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
ALTER TABLE "zerver_realm" ALTER CONSTRAINT "zerver_realm_can_move_messages_between_topics_group_id_zerver_u" DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
ALTER TABLE "zerver_realm" ALTER CONSTRAINT "zerver_realm_can_resolve_topics_group_id_zerver_usergroup_id_fk" DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
ALTER TABLE "zerver_realm" ALTER CONSTRAINT "zerver_realm_can_set_delete_message_policy_group_id_zerver_user" DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
ALTER TABLE "zerver_realm" ALTER CONSTRAINT "zerver_realm_can_set_topics_policy_group_id_zerver_usergroup_id" DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
ALTER TABLE "zerver_realm" ALTER CONSTRAINT "zerver_realm_can_summarize_topics_group_id_zerver_usergroup_id_" DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
ALTER TABLE "zerver_realm" ALTER CONSTRAINT "zerver_realm_create_multiuse_invite_group_id_zerver_usergroup_i" DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
ALTER TABLE "zerver_realm" ALTER CONSTRAINT "zerver_realm_direct_message_initiator_group_id_zerver_usergroup" DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
ALTER TABLE "zerver_realm" ALTER CONSTRAINT "zerver_realm_direct_message_permission_group_id_zerver_usergrou" DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
ALTER TABLE "zerver_usergroup" ALTER CONSTRAINT "zerver_usergroup_realm_id_zerver_realm_id_fk" DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
-- The server's search indexer reads this log; a message enters it when its topic or its rendered text is new.
CREATE FUNCTION append_to_fts_update_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO fts_update_log (message_id) VALUES (NEW.id);
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER zerver_message_update_search_tsvector_async
  BEFORE INSERT OR UPDATE OF subject, rendered_content ON "zerver_message"
  FOR EACH ROW EXECUTE FUNCTION append_to_fts_update_log();
--> statement-breakpoint
CREATE FUNCTION do_notify_fts_update_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NOTIFY fts_update_log;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER fts_update_log_notify
  AFTER INSERT ON "fts_update_log"
  FOR EACH STATEMENT EXECUTE FUNCTION do_notify_fts_update_log();
--> statement-breakpoint
-- Organization, recipient and sender of messages depend on each other; without these the planner thinks they do not.
CREATE STATISTICS zerver_message_realm_recipient ON realm_id, recipient_id FROM "zerver_message";
--> statement-breakpoint
CREATE STATISTICS zerver_message_realm_sender ON realm_id, sender_id FROM "zerver_message";
--> statement-breakpoint
-- Links of confirmation_confirmation name the kind of thing that they confirm; unsubscribe links confirm a person.
INSERT INTO django_content_type (app_label, model) VALUES ('zerver', 'userprofile');
