// @ts-nocheck -- the functions below are written by the template compiler, without types
// Generated from src/shared/mail-message/templates by generate-templates.ts. Do not edit.
import type { MailTemplateName } from '../template-catalogue.ts';

/** Precompiled templates; the stylesheet is inlined in the HTML ones. */
export const TEMPLATES: Readonly<
  Record<MailTemplateName, Readonly<Record<'subject' | 'text' | 'html', object>>>
> = {
  missed_message: {
    subject: {"0":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"group_pm"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.program(2, data, 0),"data":data,"loc":{"start":{"line":2,"column":0},"end":{"line":14,"column":7}}})) != null ? stack1 : "");
},"1":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"missed_message.subject.group",{"name":"t","hash":{"names":lookupProperty(depth0,"direct_message_group_display_name")},"data":data,"loc":{"start":{"line":3,"column":0},"end":{"line":3,"column":76}}})) != null ? stack1 : "")
    + "\n";
},"2":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"private_message"),{"name":"if","hash":{},"fn":container.program(3, data, 0),"inverse":container.program(4, data, 0),"data":data,"loc":{"start":{"line":5,"column":0},"end":{"line":13,"column":7}}})) != null ? stack1 : "");
},"3":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"missed_message.subject.direct",{"name":"t","hash":{"names":lookupProperty(depth0,"sender_str")},"data":data,"loc":{"start":{"line":6,"column":0},"end":{"line":6,"column":54}}})) != null ? stack1 : "")
    + "\n";
},"4":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"topic_resolved"),{"name":"if","hash":{},"fn":container.program(5, data, 0),"inverse":container.program(6, data, 0),"data":data,"loc":{"start":{"line":8,"column":0},"end":{"line":12,"column":7}}})) != null ? stack1 : "");
},"5":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"missed_message.subject.resolved",{"name":"t","hash":{"topic":lookupProperty(depth0,"topic_name"),"channel":lookupProperty(depth0,"channel_name")},"data":data,"loc":{"start":{"line":9,"column":0},"end":{"line":9,"column":77}}})) != null ? stack1 : "")
    + "\n";
},"6":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"missed_message.subject.channel",{"name":"t","hash":{"topic":lookupProperty(depth0,"topic_name"),"channel":lookupProperty(depth0,"channel_name")},"data":data,"loc":{"start":{"line":11,"column":0},"end":{"line":11,"column":76}}})) != null ? stack1 : "")
    + "\n";
},"7":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"missed_message.subject.hidden",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":16,"column":0},"end":{"line":16,"column":37}}})) != null ? stack1 : "")
    + "\n";
},"8":function(container,depth0,helpers,partials,data) {
    var stack1;

  return " ["
    + ((stack1 = container.lambda(container.strict(depth0, "realm_name", {"start":{"line":19,"column":4},"end":{"line":19,"column":14}} ), depth0)) != null ? stack1 : "")
    + "]\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"show_message_content"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.program(7, data, 0),"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":17,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"include_realm_name_in_missedmessage_emails_subject"),{"name":"if","hash":{},"fn":container.program(8, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":18,"column":0},"end":{"line":20,"column":7}}})) != null ? stack1 : "");
},"useData":true},
    text: {"0":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"blocks"),{"name":"each","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":2,"column":0},"end":{"line":8,"column":9}}})) != null ? stack1 : "");
},"1":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"senders"),{"name":"each","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":3,"column":0},"end":{"line":7,"column":9}}})) != null ? stack1 : "");
},"2":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"content"),{"name":"each","hash":{},"fn":container.program(3, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":4,"column":0},"end":{"line":6,"column":9}}})) != null ? stack1 : "");
},"3":function(container,depth0,helpers,partials,data) {
    var stack1;

  return ((stack1 = container.lambda(container.strict(depth0, "plain", {"start":{"line":5,"column":2},"end":{"line":5,"column":7}} ), depth0)) != null ? stack1 : "")
    + "\n";
},"4":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"message_content_disabled_by_realm"),{"name":"if","hash":{},"fn":container.program(5, data, 0),"inverse":container.program(6, data, 0),"data":data,"loc":{"start":{"line":10,"column":0},"end":{"line":20,"column":7}}})) != null ? stack1 : "");
},"5":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(alias1,"missed_message.hidden_by_organization",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":11,"column":0},"end":{"line":11,"column":45}}})) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"join").call(alias1,lookupProperty(depth0,"realm_url"),"/help/hide-message-content-in-emails",{"name":"join","hash":{},"data":data,"loc":{"start":{"line":13,"column":0},"end":{"line":13,"column":57}}})) != null ? stack1 : "")
    + "\n\n";
},"6":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(alias1,"missed_message.hidden_by_user",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":16,"column":0},"end":{"line":16,"column":37}}})) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"join").call(alias1,lookupProperty(depth0,"realm_url"),"/help/email-notifications#hide-message-content",{"name":"join","hash":{},"data":data,"loc":{"start":{"line":18,"column":0},"end":{"line":18,"column":67}}})) != null ? stack1 : "")
    + "\n\n";
},"7":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"personal_mentioned"),{"name":"if","hash":{},"fn":container.program(8, data, 0),"inverse":container.program(9, data, 0),"data":data,"loc":{"start":{"line":25,"column":0},"end":{"line":41,"column":7}}})) != null ? stack1 : "");
},"8":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"missed_message.reason.personal",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":26,"column":0},"end":{"line":26,"column":38}}})) != null ? stack1 : "")
    + "\n";
},"9":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"mentioned_user_group_name"),{"name":"if","hash":{},"fn":container.program(10, data, 0),"inverse":container.program(11, data, 0),"data":data,"loc":{"start":{"line":27,"column":0},"end":{"line":41,"column":0}}})) != null ? stack1 : "");
},"10":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"missed_message.reason.group",{"name":"t","hash":{"group":lookupProperty(depth0,"mentioned_user_group_name")},"data":data,"loc":{"start":{"line":28,"column":0},"end":{"line":28,"column":67}}})) != null ? stack1 : "")
    + "\n";
},"11":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"topic_wildcard_mentioned_in_followed_topic"),{"name":"if","hash":{},"fn":container.program(12, data, 0),"inverse":container.program(13, data, 0),"data":data,"loc":{"start":{"line":29,"column":0},"end":{"line":41,"column":0}}})) != null ? stack1 : "");
},"12":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"missed_message.reason.topic_participants",{"name":"t","hash":{"topic":lookupProperty(depth0,"topic_name"),"channel":lookupProperty(depth0,"channel_name")},"data":data,"loc":{"start":{"line":30,"column":0},"end":{"line":30,"column":86}}})) != null ? stack1 : "")
    + "\n";
},"13":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"stream_wildcard_mentioned_in_followed_topic"),{"name":"if","hash":{},"fn":container.program(14, data, 0),"inverse":container.program(15, data, 0),"data":data,"loc":{"start":{"line":31,"column":0},"end":{"line":41,"column":0}}})) != null ? stack1 : "");
},"14":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"missed_message.reason.channel_wildcard_in_followed",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":32,"column":0},"end":{"line":32,"column":58}}})) != null ? stack1 : "")
    + "\n";
},"15":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"topic_wildcard_mentioned"),{"name":"if","hash":{},"fn":container.program(12, data, 0),"inverse":container.program(16, data, 0),"data":data,"loc":{"start":{"line":33,"column":0},"end":{"line":41,"column":0}}})) != null ? stack1 : "");
},"16":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"stream_wildcard_mentioned"),{"name":"if","hash":{},"fn":container.program(17, data, 0),"inverse":container.program(18, data, 0),"data":data,"loc":{"start":{"line":35,"column":0},"end":{"line":41,"column":0}}})) != null ? stack1 : "");
},"17":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"missed_message.reason.everyone",{"name":"t","hash":{"channel":lookupProperty(depth0,"channel_name")},"data":data,"loc":{"start":{"line":36,"column":0},"end":{"line":36,"column":59}}})) != null ? stack1 : "")
    + "\n";
},"18":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"followed_topic_email_notify"),{"name":"if","hash":{},"fn":container.program(19, data, 0),"inverse":container.program(20, data, 0),"data":data,"loc":{"start":{"line":37,"column":0},"end":{"line":41,"column":0}}})) != null ? stack1 : "");
},"19":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"missed_message.reason.followed",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":38,"column":0},"end":{"line":38,"column":38}}})) != null ? stack1 : "")
    + "\n";
},"20":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"stream_email_notify"),{"name":"if","hash":{},"fn":container.program(21, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":39,"column":0},"end":{"line":41,"column":0}}})) != null ? stack1 : "");
},"21":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"missed_message.reason.channel",{"name":"t","hash":{"channel":lookupProperty(depth0,"channel_name")},"data":data,"loc":{"start":{"line":40,"column":0},"end":{"line":40,"column":58}}})) != null ? stack1 : "")
    + "\n";
},"22":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"missed_message.reply_or_view",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":45,"column":0},"end":{"line":45,"column":36}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = container.lambda(container.strict(depth0, "narrow_url", {"start":{"line":46,"column":2},"end":{"line":46,"column":12}} ), depth0)) != null ? stack1 : "")
    + "\n";
},"23":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"show_message_content"),{"name":"if","hash":{},"fn":container.program(24, data, 0),"inverse":container.program(25, data, 0),"data":data,"loc":{"start":{"line":47,"column":0},"end":{"line":56,"column":0}}})) != null ? stack1 : "");
},"24":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(alias1,"missed_message.reply_in",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":48,"column":0},"end":{"line":48,"column":31}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "narrow_url", {"start":{"line":49,"column":2},"end":{"line":49,"column":12}} ), depth0)) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"missed_message.do_not_reply",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":51,"column":0},"end":{"line":51,"column":35}}})) != null ? stack1 : "")
    + " "
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"missed_message.help",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":51,"column":36},"end":{"line":51,"column":63}}})) != null ? stack1 : "")
    + ":\nhttps://zulip.readthedocs.io/en/stable/production/email-gateway.html\n";
},"25":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"missed_message.view_or_reply",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":54,"column":0},"end":{"line":54,"column":36}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "narrow_url", {"start":{"line":55,"column":2},"end":{"line":55,"column":12}} ), depth0)) != null ? stack1 : "")
    + "\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"show_message_content"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.program(4, data, 0),"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":21,"column":7}}})) != null ? stack1 : "")
    + "\n--\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"show_message_content"),{"name":"if","hash":{},"fn":container.program(7, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":24,"column":0},"end":{"line":42,"column":7}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"reply_to_zulip"),{"name":"if","hash":{},"fn":container.program(22, data, 0),"inverse":container.program(23, data, 0),"data":data,"loc":{"start":{"line":44,"column":0},"end":{"line":56,"column":7}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"common.manage_preferences",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":58,"column":0},"end":{"line":58,"column":33}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = lookupProperty(helpers,"join").call(alias1,lookupProperty(depth0,"realm_url"),"/#settings/notifications",{"name":"join","hash":{},"data":data,"loc":{"start":{"line":59,"column":0},"end":{"line":59,"column":45}}})) != null ? stack1 : "")
    + "\n";
},"useData":true},
    html: {"0":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"blocks"),{"name":"each","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":11,"column":0},"end":{"line":19,"column":9}}})) != null ? stack1 : "");
},"1":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"senders"),{"name":"each","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":12,"column":0},"end":{"line":18,"column":9}}})) != null ? stack1 : "");
},"2":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<div class=\"missed_message\" style=\"margin-bottom: 16px;\">\n"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"content"),{"name":"each","hash":{},"fn":container.program(3, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":14,"column":0},"end":{"line":16,"column":9}}})) != null ? stack1 : "")
    + "</div>\n";
},"3":function(container,depth0,helpers,partials,data) {
    var stack1;

  return ((stack1 = container.lambda(container.strict(depth0, "html", {"start":{"line":15,"column":3},"end":{"line":15,"column":7}} ), depth0)) != null ? stack1 : "")
    + "\n";
},"4":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"message_content_disabled_by_realm"),{"name":"if","hash":{},"fn":container.program(5, data, 0),"inverse":container.program(6, data, 0),"data":data,"loc":{"start":{"line":22,"column":0},"end":{"line":26,"column":7}}})) != null ? stack1 : "")
    + "</p>\n";
},"5":function(container,depth0,helpers,partials,data) {
    var alias1=depth0 != null ? depth0 : (container.nullContext || {}), alias2=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return alias2(lookupProperty(helpers,"t").call(alias1,"missed_message.hidden_by_organization",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":23,"column":0},"end":{"line":23,"column":45}}}))
    + " "
    + alias2(lookupProperty(helpers,"link").call(alias1,lookupProperty(helpers,"join").call(alias1,lookupProperty(depth0,"realm_url"),"/help/hide-message-content-in-emails",{"name":"join","hash":{},"data":data,"loc":{"start":{"line":23,"column":53},"end":{"line":23,"column":108}}}),lookupProperty(helpers,"t").call(alias1,"missed_message.help",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":23,"column":109},"end":{"line":23,"column":134}}}),{"name":"link","hash":{},"data":data,"loc":{"start":{"line":23,"column":46},"end":{"line":23,"column":136}}}))
    + "\n";
},"6":function(container,depth0,helpers,partials,data) {
    var alias1=depth0 != null ? depth0 : (container.nullContext || {}), alias2=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return alias2(lookupProperty(helpers,"t").call(alias1,"missed_message.hidden_by_user",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":25,"column":0},"end":{"line":25,"column":37}}}))
    + " "
    + alias2(lookupProperty(helpers,"link").call(alias1,lookupProperty(helpers,"join").call(alias1,lookupProperty(depth0,"realm_url"),"/help/email-notifications#hide-message-content",{"name":"join","hash":{},"data":data,"loc":{"start":{"line":25,"column":45},"end":{"line":25,"column":110}}}),lookupProperty(helpers,"t").call(alias1,"missed_message.help",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":25,"column":111},"end":{"line":25,"column":136}}}),{"name":"link","hash":{},"data":data,"loc":{"start":{"line":25,"column":38},"end":{"line":25,"column":138}}}))
    + "\n";
},"7":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"personal_mentioned"),{"name":"if","hash":{},"fn":container.program(8, data, 0),"inverse":container.program(9, data, 0),"data":data,"loc":{"start":{"line":32,"column":0},"end":{"line":48,"column":7}}})) != null ? stack1 : "");
},"8":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"missed_message.reason.personal",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":33,"column":0},"end":{"line":33,"column":38}}}))
    + "<br>\n";
},"9":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"mentioned_user_group_name"),{"name":"if","hash":{},"fn":container.program(10, data, 0),"inverse":container.program(11, data, 0),"data":data,"loc":{"start":{"line":34,"column":0},"end":{"line":48,"column":0}}})) != null ? stack1 : "");
},"10":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"missed_message.reason.group",{"name":"t","hash":{"group":lookupProperty(depth0,"mentioned_user_group_name")},"data":data,"loc":{"start":{"line":35,"column":0},"end":{"line":35,"column":67}}}))
    + "<br>\n";
},"11":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"topic_wildcard_mentioned_in_followed_topic"),{"name":"if","hash":{},"fn":container.program(12, data, 0),"inverse":container.program(13, data, 0),"data":data,"loc":{"start":{"line":36,"column":0},"end":{"line":48,"column":0}}})) != null ? stack1 : "");
},"12":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"missed_message.reason.topic_participants",{"name":"t","hash":{"topic":lookupProperty(depth0,"topic_name"),"channel":lookupProperty(depth0,"channel_name")},"data":data,"loc":{"start":{"line":37,"column":0},"end":{"line":37,"column":86}}}))
    + "<br>\n";
},"13":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"stream_wildcard_mentioned_in_followed_topic"),{"name":"if","hash":{},"fn":container.program(14, data, 0),"inverse":container.program(15, data, 0),"data":data,"loc":{"start":{"line":38,"column":0},"end":{"line":48,"column":0}}})) != null ? stack1 : "");
},"14":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"missed_message.reason.channel_wildcard_in_followed",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":39,"column":0},"end":{"line":39,"column":58}}}))
    + "<br>\n";
},"15":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"topic_wildcard_mentioned"),{"name":"if","hash":{},"fn":container.program(12, data, 0),"inverse":container.program(16, data, 0),"data":data,"loc":{"start":{"line":40,"column":0},"end":{"line":48,"column":0}}})) != null ? stack1 : "");
},"16":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"stream_wildcard_mentioned"),{"name":"if","hash":{},"fn":container.program(17, data, 0),"inverse":container.program(18, data, 0),"data":data,"loc":{"start":{"line":42,"column":0},"end":{"line":48,"column":0}}})) != null ? stack1 : "");
},"17":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"missed_message.reason.everyone",{"name":"t","hash":{"channel":lookupProperty(depth0,"channel_name")},"data":data,"loc":{"start":{"line":43,"column":0},"end":{"line":43,"column":59}}}))
    + "<br>\n";
},"18":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"followed_topic_email_notify"),{"name":"if","hash":{},"fn":container.program(19, data, 0),"inverse":container.program(20, data, 0),"data":data,"loc":{"start":{"line":44,"column":0},"end":{"line":48,"column":0}}})) != null ? stack1 : "");
},"19":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"missed_message.reason.followed",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":45,"column":0},"end":{"line":45,"column":38}}}))
    + "<br>\n";
},"20":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"stream_email_notify"),{"name":"if","hash":{},"fn":container.program(21, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":46,"column":0},"end":{"line":48,"column":0}}})) != null ? stack1 : "");
},"21":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"missed_message.reason.channel",{"name":"t","hash":{"channel":lookupProperty(depth0,"channel_name")},"data":data,"loc":{"start":{"line":47,"column":0},"end":{"line":47,"column":58}}}))
    + "<br>\n";
},"22":function(container,depth0,helpers,partials,data) {
    var alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return container.escapeExpression(lookupProperty(helpers,"t").call(alias1,"missed_message.reply_or_link",{"name":"t","hash":{"link":lookupProperty(helpers,"link").call(alias1,lookupProperty(depth0,"narrow_url"),lookupProperty(helpers,"t").call(alias1,"missed_message.view_link",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":51,"column":57},"end":{"line":51,"column":87}}}),{"name":"link","hash":{},"data":data,"loc":{"start":{"line":51,"column":40},"end":{"line":51,"column":88}}})},"data":data,"loc":{"start":{"line":51,"column":0},"end":{"line":51,"column":90}}}))
    + "<br>\n";
},"23":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"show_message_content"),{"name":"if","hash":{},"fn":container.program(24, data, 0),"inverse":container.program(25, data, 0),"data":data,"loc":{"start":{"line":52,"column":0},"end":{"line":57,"column":0}}})) != null ? stack1 : "");
},"24":function(container,depth0,helpers,partials,data) {
    var alias1=depth0 != null ? depth0 : (container.nullContext || {}), alias2=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return alias2(lookupProperty(helpers,"link").call(alias1,lookupProperty(depth0,"narrow_url"),lookupProperty(helpers,"t").call(alias1,"missed_message.reply_in",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":53,"column":18},"end":{"line":53,"column":47}}}),{"name":"link","hash":{},"data":data,"loc":{"start":{"line":53,"column":0},"end":{"line":53,"column":49}}}))
    + ".<br>\n"
    + alias2(lookupProperty(helpers,"t").call(alias1,"missed_message.do_not_reply",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":54,"column":0},"end":{"line":54,"column":35}}}))
    + " "
    + alias2(lookupProperty(helpers,"link").call(alias1,"https://zulip.readthedocs.io/en/stable/production/email-gateway.html",lookupProperty(helpers,"t").call(alias1,"missed_message.help",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":54,"column":114},"end":{"line":54,"column":139}}}),{"name":"link","hash":{},"data":data,"loc":{"start":{"line":54,"column":36},"end":{"line":54,"column":141}}}))
    + "<br>\n";
},"25":function(container,depth0,helpers,partials,data) {
    var alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return container.escapeExpression(lookupProperty(helpers,"link").call(alias1,lookupProperty(depth0,"narrow_url"),lookupProperty(helpers,"t").call(alias1,"missed_message.view_or_reply",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":56,"column":18},"end":{"line":56,"column":52}}}),{"name":"link","hash":{},"data":data,"loc":{"start":{"line":56,"column":0},"end":{"line":56,"column":54}}}))
    + ".<br>\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>Zulip</title>\n</head>\n<body class=\"bare\" style=\"font-family: -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; font-size: 14px; line-height: 1.4;\">\n<div class=\"content\">\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"show_message_content"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.program(4, data, 0),"data":data,"loc":{"start":{"line":10,"column":0},"end":{"line":28,"column":7}}})) != null ? stack1 : "")
    + "<div class=\"email-preferences\" style=\"color: #777777;\">\n&mdash;<br>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"show_message_content"),{"name":"if","hash":{},"fn":container.program(7, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":31,"column":0},"end":{"line":49,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"reply_to_zulip"),{"name":"if","hash":{},"fn":container.program(22, data, 0),"inverse":container.program(23, data, 0),"data":data,"loc":{"start":{"line":50,"column":0},"end":{"line":57,"column":7}}})) != null ? stack1 : "")
    + container.escapeExpression(lookupProperty(helpers,"link").call(alias1,lookupProperty(helpers,"join").call(alias1,lookupProperty(depth0,"realm_url"),"/#settings/notifications",{"name":"join","hash":{},"data":data,"loc":{"start":{"line":58,"column":7},"end":{"line":58,"column":50}}}),lookupProperty(helpers,"t").call(alias1,"common.manage_preferences",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":58,"column":51},"end":{"line":58,"column":82}}}),{"name":"link","hash":{},"data":data,"loc":{"start":{"line":58,"column":0},"end":{"line":58,"column":84}}}))
    + "\n</div>\n</div>\n</body>\n</html>\n";
},"useData":true},
  },
  digest: {
    subject: {"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"digest.subject",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":1,"column":22}}})) != null ? stack1 : "")
    + "\n";
},"useData":true},
    text: {"0":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"conversations"),{"name":"each","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":2,"column":0},"end":{"line":14,"column":9}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"channel_names"),{"name":"if","hash":{},"fn":container.program(5, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":15,"column":0},"end":{"line":19,"column":7}}})) != null ? stack1 : "");
},"1":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = container.lambda(container.strict(lookupProperty(depth0,"header"), "plain", {"start":{"line":3,"column":2},"end":{"line":3,"column":14}} ), depth0)) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"senders"),{"name":"each","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":5,"column":0},"end":{"line":9,"column":9}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"more"),{"name":"if","hash":{},"fn":container.program(4, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":10,"column":0},"end":{"line":12,"column":7}}})) != null ? stack1 : "")
    + "\n";
},"2":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"content"),{"name":"each","hash":{},"fn":container.program(3, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":6,"column":0},"end":{"line":8,"column":9}}})) != null ? stack1 : "");
},"3":function(container,depth0,helpers,partials,data) {
    var stack1;

  return ((stack1 = container.lambda(container.strict(depth0, "plain", {"start":{"line":7,"column":2},"end":{"line":7,"column":7}} ), depth0)) != null ? stack1 : "")
    + "\n";
},"4":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"digest.more_messages",{"name":"t","hash":{"names":lookupProperty(depth0,"names"),"count":lookupProperty(depth0,"more")},"data":data,"loc":{"start":{"line":11,"column":0},"end":{"line":11,"column":51}}})) != null ? stack1 : "")
    + "\n";
},"5":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"digest.new_channels",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":16,"column":0},"end":{"line":16,"column":27}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = container.lambda(container.strict(lookupProperty(depth0,"channel_names"), "plain", {"start":{"line":17,"column":2},"end":{"line":17,"column":21}} ), depth0)) != null ? stack1 : "")
    + ".\n\n";
},"6":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"new_messages_count"),{"name":"if","hash":{},"fn":container.program(7, data, 0),"inverse":container.program(10, data, 0),"data":data,"loc":{"start":{"line":21,"column":0},"end":{"line":29,"column":7}}})) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"message_content_disabled_by_realm"),{"name":"if","hash":{},"fn":container.program(11, data, 0),"inverse":container.program(12, data, 0),"data":data,"loc":{"start":{"line":32,"column":0},"end":{"line":42,"column":7}}})) != null ? stack1 : "");
},"7":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"new_streams_count"),{"name":"if","hash":{},"fn":container.program(8, data, 0),"inverse":container.program(9, data, 0),"data":data,"loc":{"start":{"line":22,"column":0},"end":{"line":26,"column":7}}})) != null ? stack1 : "");
},"8":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"digest.hidden_messages_and_channels",{"name":"t","hash":{"channels":lookupProperty(depth0,"new_streams_count"),"messages":lookupProperty(depth0,"new_messages_count")},"data":data,"loc":{"start":{"line":23,"column":0},"end":{"line":23,"column":98}}})) != null ? stack1 : "")
    + "\n";
},"9":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"digest.hidden_messages",{"name":"t","hash":{"messages":lookupProperty(depth0,"new_messages_count")},"data":data,"loc":{"start":{"line":25,"column":0},"end":{"line":25,"column":58}}})) != null ? stack1 : "")
    + "\n";
},"10":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"digest.hidden_channels",{"name":"t","hash":{"channels":lookupProperty(depth0,"new_streams_count")},"data":data,"loc":{"start":{"line":28,"column":0},"end":{"line":28,"column":57}}})) != null ? stack1 : "")
    + "\n";
},"11":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(alias1,"missed_message.hidden_by_organization",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":33,"column":0},"end":{"line":33,"column":45}}})) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"join").call(alias1,lookupProperty(depth0,"realm_url"),"/help/hide-message-content-in-emails",{"name":"join","hash":{},"data":data,"loc":{"start":{"line":35,"column":0},"end":{"line":35,"column":57}}})) != null ? stack1 : "")
    + "\n\n";
},"12":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(alias1,"missed_message.hidden_by_user",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":38,"column":0},"end":{"line":38,"column":37}}})) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"join").call(alias1,lookupProperty(depth0,"realm_url"),"/help/email-notifications#hide-message-content",{"name":"join","hash":{},"data":data,"loc":{"start":{"line":40,"column":0},"end":{"line":40,"column":67}}})) != null ? stack1 : "")
    + "\n\n";
},"13":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"digest.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":51,"column":0},"end":{"line":51,"column":26}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "unsubscribe_link", {"start":{"line":52,"column":2},"end":{"line":52,"column":18}} ), depth0)) != null ? stack1 : "")
    + "\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"show_message_content"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.program(6, data, 0),"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":43,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"digest.log_in",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":44,"column":0},"end":{"line":44,"column":21}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "realm_url", {"start":{"line":45,"column":2},"end":{"line":45,"column":11}} ), depth0)) != null ? stack1 : "")
    + "\n\n--\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"common.manage_preferences",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":48,"column":0},"end":{"line":48,"column":33}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = lookupProperty(helpers,"join").call(alias1,lookupProperty(depth0,"realm_url"),"/#settings/notifications",{"name":"join","hash":{},"data":data,"loc":{"start":{"line":49,"column":0},"end":{"line":49,"column":45}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(13, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":50,"column":0},"end":{"line":53,"column":7}}})) != null ? stack1 : "");
},"useData":true},
    html: {"0":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"conversations"),{"name":"each","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":11,"column":0},"end":{"line":23,"column":9}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"channel_names"),{"name":"if","hash":{},"fn":container.program(5, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":24,"column":0},"end":{"line":27,"column":7}}})) != null ? stack1 : "");
},"1":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<div class=\"digest-heading\" style=\"margin-top: 16px; font-weight: bold;\">"
    + ((stack1 = container.lambda(container.strict(lookupProperty(depth0,"header"), "html", {"start":{"line":12,"column":76},"end":{"line":12,"column":87}} ), depth0)) != null ? stack1 : "")
    + "</div>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"senders"),{"name":"each","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":13,"column":0},"end":{"line":19,"column":9}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"more"),{"name":"if","hash":{},"fn":container.program(4, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":20,"column":0},"end":{"line":22,"column":7}}})) != null ? stack1 : "");
},"2":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<div class=\"missed_message\" style=\"margin-bottom: 16px;\">\n"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"content"),{"name":"each","hash":{},"fn":container.program(3, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":15,"column":0},"end":{"line":17,"column":9}}})) != null ? stack1 : "")
    + "</div>\n";
},"3":function(container,depth0,helpers,partials,data) {
    var stack1;

  return ((stack1 = container.lambda(container.strict(depth0, "html", {"start":{"line":16,"column":3},"end":{"line":16,"column":7}} ), depth0)) != null ? stack1 : "")
    + "\n";
},"4":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"digest.more_messages",{"name":"t","hash":{"names":lookupProperty(depth0,"names"),"count":lookupProperty(depth0,"more")},"data":data,"loc":{"start":{"line":21,"column":3},"end":{"line":21,"column":54}}}))
    + "</p>\n";
},"5":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<div class=\"digest-heading\" style=\"margin-top: 16px; font-weight: bold;\">"
    + container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"digest.new_channels",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":25,"column":73},"end":{"line":25,"column":100}}}))
    + "</div>\n<p>"
    + ((stack1 = container.lambda(container.strict(lookupProperty(depth0,"channel_names"), "html", {"start":{"line":26,"column":6},"end":{"line":26,"column":24}} ), depth0)) != null ? stack1 : "")
    + ".</p>\n";
},"6":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"new_messages_count"),{"name":"if","hash":{},"fn":container.program(7, data, 0),"inverse":container.program(10, data, 0),"data":data,"loc":{"start":{"line":29,"column":0},"end":{"line":37,"column":7}}})) != null ? stack1 : "")
    + "<p>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"message_content_disabled_by_realm"),{"name":"if","hash":{},"fn":container.program(11, data, 0),"inverse":container.program(12, data, 0),"data":data,"loc":{"start":{"line":39,"column":0},"end":{"line":43,"column":7}}})) != null ? stack1 : "")
    + "</p>\n";
},"7":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"new_streams_count"),{"name":"if","hash":{},"fn":container.program(8, data, 0),"inverse":container.program(9, data, 0),"data":data,"loc":{"start":{"line":30,"column":0},"end":{"line":34,"column":7}}})) != null ? stack1 : "");
},"8":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"digest.hidden_messages_and_channels",{"name":"t","hash":{"channels":lookupProperty(depth0,"new_streams_count"),"messages":lookupProperty(depth0,"new_messages_count")},"data":data,"loc":{"start":{"line":31,"column":3},"end":{"line":31,"column":101}}}))
    + "</p>\n";
},"9":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"digest.hidden_messages",{"name":"t","hash":{"messages":lookupProperty(depth0,"new_messages_count")},"data":data,"loc":{"start":{"line":33,"column":3},"end":{"line":33,"column":61}}}))
    + "</p>\n";
},"10":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"digest.hidden_channels",{"name":"t","hash":{"channels":lookupProperty(depth0,"new_streams_count")},"data":data,"loc":{"start":{"line":36,"column":3},"end":{"line":36,"column":60}}}))
    + "</p>\n";
},"11":function(container,depth0,helpers,partials,data) {
    var alias1=depth0 != null ? depth0 : (container.nullContext || {}), alias2=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return alias2(lookupProperty(helpers,"t").call(alias1,"missed_message.hidden_by_organization",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":40,"column":0},"end":{"line":40,"column":45}}}))
    + " "
    + alias2(lookupProperty(helpers,"link").call(alias1,lookupProperty(helpers,"join").call(alias1,lookupProperty(depth0,"realm_url"),"/help/hide-message-content-in-emails",{"name":"join","hash":{},"data":data,"loc":{"start":{"line":40,"column":53},"end":{"line":40,"column":108}}}),lookupProperty(helpers,"t").call(alias1,"missed_message.help",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":40,"column":109},"end":{"line":40,"column":134}}}),{"name":"link","hash":{},"data":data,"loc":{"start":{"line":40,"column":46},"end":{"line":40,"column":136}}}))
    + "\n";
},"12":function(container,depth0,helpers,partials,data) {
    var alias1=depth0 != null ? depth0 : (container.nullContext || {}), alias2=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return alias2(lookupProperty(helpers,"t").call(alias1,"missed_message.hidden_by_user",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":42,"column":0},"end":{"line":42,"column":37}}}))
    + " "
    + alias2(lookupProperty(helpers,"link").call(alias1,lookupProperty(helpers,"join").call(alias1,lookupProperty(depth0,"realm_url"),"/help/email-notifications#hide-message-content",{"name":"join","hash":{},"data":data,"loc":{"start":{"line":42,"column":45},"end":{"line":42,"column":110}}}),lookupProperty(helpers,"t").call(alias1,"missed_message.help",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":42,"column":111},"end":{"line":42,"column":136}}}),{"name":"link","hash":{},"data":data,"loc":{"start":{"line":42,"column":38},"end":{"line":42,"column":138}}}))
    + "\n";
},"13":function(container,depth0,helpers,partials,data) {
    var alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return container.escapeExpression(lookupProperty(helpers,"link").call(alias1,lookupProperty(depth0,"unsubscribe_link"),lookupProperty(helpers,"t").call(alias1,"digest.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":51,"column":24},"end":{"line":51,"column":48}}}),{"name":"link","hash":{},"data":data,"loc":{"start":{"line":51,"column":0},"end":{"line":51,"column":50}}}))
    + "\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), alias2=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>Zulip</title>\n</head>\n<body class=\"bare\" style=\"font-family: -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; font-size: 14px; line-height: 1.4;\">\n<div class=\"content\">\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"show_message_content"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.program(6, data, 0),"data":data,"loc":{"start":{"line":10,"column":0},"end":{"line":45,"column":7}}})) != null ? stack1 : "")
    + "<p>"
    + alias2(lookupProperty(helpers,"link").call(alias1,lookupProperty(depth0,"realm_url"),lookupProperty(helpers,"t").call(alias1,"digest.log_in",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":46,"column":20},"end":{"line":46,"column":39}}}),{"name":"link","hash":{},"data":data,"loc":{"start":{"line":46,"column":3},"end":{"line":46,"column":41}}}))
    + "</p>\n<div class=\"email-preferences\" style=\"color: #777777;\">\n&mdash;<br>\n"
    + alias2(lookupProperty(helpers,"link").call(alias1,lookupProperty(helpers,"join").call(alias1,lookupProperty(depth0,"realm_url"),"/#settings/notifications",{"name":"join","hash":{},"data":data,"loc":{"start":{"line":49,"column":7},"end":{"line":49,"column":50}}}),lookupProperty(helpers,"t").call(alias1,"common.manage_preferences",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":49,"column":51},"end":{"line":49,"column":82}}}),{"name":"link","hash":{},"data":data,"loc":{"start":{"line":49,"column":0},"end":{"line":49,"column":84}}}))
    + "<br>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(13, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":50,"column":0},"end":{"line":52,"column":7}}})) != null ? stack1 : "")
    + "</div>\n</div>\n</body>\n</html>\n";
},"useData":true},
  },
  notify_new_login: {
    subject: {"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"notify_new_login.subject",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":1,"column":32}}})) != null ? stack1 : "")
    + "\n";
},"useData":true},
    text: {"0":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.hello",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":2,"column":0},"end":{"line":2,"column":20}}})) != null ? stack1 : "")
    + "\n\n";
},"1":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\n--\n"
    + ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":19,"column":0},"end":{"line":19,"column":26}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "unsubscribe_link", {"start":{"line":20,"column":2},"end":{"line":20,"column":18}} ), depth0)) != null ? stack1 : "")
    + "\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"user_name"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":4,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"notify_new_login.intro",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":5,"column":0},"end":{"line":5,"column":30}}})) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"notify_new_login.organization",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":7,"column":0},"end":{"line":7,"column":37}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"notify_new_login.email",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":8,"column":0},"end":{"line":8,"column":30}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"notify_new_login.time",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":9,"column":0},"end":{"line":9,"column":29}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"notify_new_login.device",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":10,"column":0},"end":{"line":10,"column":31}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"notify_new_login.ip",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":11,"column":0},"end":{"line":11,"column":27}}})) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"notify_new_login.expected",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":13,"column":0},"end":{"line":13,"column":33}}})) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"notify_new_login.unexpected",{"name":"t","hash":{"reset_link":lookupProperty(helpers,"join").call(alias1,lookupProperty(depth0,"realm_url"),"/accounts/password/reset/",{"name":"join","hash":{},"data":data,"loc":{"start":{"line":15,"column":45},"end":{"line":15,"column":89}}})},"data":data,"loc":{"start":{"line":15,"column":0},"end":{"line":15,"column":91}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":16,"column":0},"end":{"line":21,"column":7}}})) != null ? stack1 : "");
},"useData":true},
    html: {"0":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.hello",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":14,"column":3},"end":{"line":14,"column":23}}}))
    + "</p>\n";
},"1":function(container,depth0,helpers,partials,data) {
    var alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"link").call(alias1,lookupProperty(depth0,"unsubscribe_link"),lookupProperty(helpers,"t").call(alias1,"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":31,"column":27},"end":{"line":31,"column":51}}}),{"name":"link","hash":{},"data":data,"loc":{"start":{"line":31,"column":3},"end":{"line":31,"column":53}}}))
    + "</p>\n";
},"2":function(container,depth0,helpers,partials,data) {
    return "<p class=\"address\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "physical_address", {"start":{"line":34,"column":21},"end":{"line":34,"column":37}} ), depth0))
    + "</p>\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>Zulip</title>\n</head>\n<body class=\"page\" style=\"margin: 0; background-color: #f5f9f8; font-family: -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; font-size: 16px; line-height: 1.5; color: #333333;\">\n<table class=\"page-table\" role=\"presentation\" style=\"width: 100%; border-collapse: collapse;\"><tr><td align=\"center\">\n<div class=\"card\" style=\"box-sizing: border-box; max-width: 580px; min-width: 300px; margin: 24px auto; padding: 32px; border-radius: 8px; background-color: #ffffff; text-align: left;\">\n<img class=\"illustration\" src=\""
    + alias3(alias2(alias1(depth0, "email_images_base_url", {"start":{"line":11,"column":33},"end":{"line":11,"column":54}} ), depth0))
    + "/email-logo.png\" alt width=\"120\" style=\"display: block; margin: 0 auto 24px;\">\n<div class=\"content\">\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"user_name"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":13,"column":0},"end":{"line":15,"column":7}}})) != null ? stack1 : "")
    + "<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"notify_new_login.intro",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":16,"column":3},"end":{"line":16,"column":33}}}))
    + "</p>\n<ul>\n<li>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"notify_new_login.organization",{"name":"t","hash":{"realm_url":lookupProperty(helpers,"link").call(alias4,lookupProperty(depth0,"realm_url"),{"name":"link","hash":{},"data":data,"loc":{"start":{"line":18,"column":50},"end":{"line":18,"column":66}}})},"data":data,"loc":{"start":{"line":18,"column":4},"end":{"line":18,"column":68}}}))
    + "</li>\n<li>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"notify_new_login.email",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":19,"column":4},"end":{"line":19,"column":34}}}))
    + "</li>\n<li>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"notify_new_login.time",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":20,"column":4},"end":{"line":20,"column":33}}}))
    + "</li>\n<li>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"notify_new_login.device",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":21,"column":4},"end":{"line":21,"column":35}}}))
    + "</li>\n<li>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"notify_new_login.ip",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":22,"column":4},"end":{"line":22,"column":31}}}))
    + "</li>\n</ul>\n<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"notify_new_login.expected",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":24,"column":3},"end":{"line":24,"column":36}}}))
    + "</p>\n<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"notify_new_login.unexpected",{"name":"t","hash":{"reset_link":lookupProperty(helpers,"link").call(alias4,lookupProperty(helpers,"join").call(alias4,lookupProperty(depth0,"realm_url"),"/accounts/password/reset/",{"name":"join","hash":{},"data":data,"loc":{"start":{"line":25,"column":54},"end":{"line":25,"column":98}}}),{"name":"link","hash":{},"data":data,"loc":{"start":{"line":25,"column":48},"end":{"line":25,"column":99}}})},"data":data,"loc":{"start":{"line":25,"column":3},"end":{"line":25,"column":101}}}))
    + "</p>\n</div>\n<img class=\"footer-picture\" src=\""
    + alias3(alias2(alias1(depth0, "email_images_base_url", {"start":{"line":27,"column":35},"end":{"line":27,"column":56}} ), depth0))
    + "/email-footer.png\" alt width=\"36\" style=\"display: block; margin: 24px auto 0;\">\n</div>\n<div class=\"footer\" style=\"font-size: 12px; color: #777777;\">\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":30,"column":0},"end":{"line":32,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"physical_address"),{"name":"if","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":33,"column":0},"end":{"line":35,"column":7}}})) != null ? stack1 : "")
    + "</div>\n</td></tr></table>\n</body>\n</html>\n";
},"useData":true},
  },
  invitation: {
    subject: {"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"invitation.subject",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":1,"column":26}}})) != null ? stack1 : "")
    + "\n";
},"useData":true},
    text: {"0":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\n--\n"
    + ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":10,"column":0},"end":{"line":10,"column":26}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "unsubscribe_link", {"start":{"line":11,"column":2},"end":{"line":11,"column":18}} ), depth0)) != null ? stack1 : "")
    + "\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(alias1,"invitation.intro",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":1,"column":24}}})) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"invitation.button",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":3,"column":0},"end":{"line":3,"column":25}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "activate_url", {"start":{"line":4,"column":2},"end":{"line":4,"column":14}} ), depth0)) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"common.support",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":6,"column":0},"end":{"line":6,"column":22}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":7,"column":0},"end":{"line":12,"column":7}}})) != null ? stack1 : "");
},"useData":true},
    html: {"0":function(container,depth0,helpers,partials,data) {
    var alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"link").call(alias1,lookupProperty(depth0,"unsubscribe_link"),lookupProperty(helpers,"t").call(alias1,"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":21,"column":27},"end":{"line":21,"column":51}}}),{"name":"link","hash":{},"data":data,"loc":{"start":{"line":21,"column":3},"end":{"line":21,"column":53}}}))
    + "</p>\n";
},"1":function(container,depth0,helpers,partials,data) {
    return "<p class=\"address\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "physical_address", {"start":{"line":24,"column":21},"end":{"line":24,"column":37}} ), depth0))
    + "</p>\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>Zulip</title>\n</head>\n<body class=\"page\" style=\"margin: 0; background-color: #f5f9f8; font-family: -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; font-size: 16px; line-height: 1.5; color: #333333;\">\n<table class=\"page-table\" role=\"presentation\" style=\"width: 100%; border-collapse: collapse;\"><tr><td align=\"center\">\n<div class=\"card\" style=\"box-sizing: border-box; max-width: 580px; min-width: 300px; margin: 24px auto; padding: 32px; border-radius: 8px; background-color: #ffffff; text-align: left;\">\n<img class=\"illustration\" src=\""
    + alias3(alias2(alias1(depth0, "email_images_base_url", {"start":{"line":11,"column":33},"end":{"line":11,"column":54}} ), depth0))
    + "/email-logo.png\" alt width=\"120\" style=\"display: block; margin: 0 auto 24px;\">\n<div class=\"content\">\n<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"invitation.intro",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":13,"column":3},"end":{"line":13,"column":27}}}))
    + "</p>\n<p><a class=\"button\" href=\""
    + alias3(alias2(alias1(depth0, "activate_url", {"start":{"line":14,"column":29},"end":{"line":14,"column":41}} ), depth0))
    + "\" style=\"display: inline-block; padding: 12px 24px; border-radius: 4px; background-color: #5f5ec7; color: #ffffff; text-decoration: none;\">"
    + alias3(lookupProperty(helpers,"t").call(alias4,"invitation.button",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":14,"column":182},"end":{"line":14,"column":207}}}))
    + "</a></p>\n<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"common.support",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":15,"column":3},"end":{"line":15,"column":25}}}))
    + "</p>\n</div>\n<img class=\"footer-picture\" src=\""
    + alias3(alias2(alias1(depth0, "email_images_base_url", {"start":{"line":17,"column":35},"end":{"line":17,"column":56}} ), depth0))
    + "/email-footer.png\" alt width=\"36\" style=\"display: block; margin: 24px auto 0;\">\n</div>\n<div class=\"footer\" style=\"font-size: 12px; color: #777777;\">\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":20,"column":0},"end":{"line":22,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"physical_address"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":23,"column":0},"end":{"line":25,"column":7}}})) != null ? stack1 : "")
    + "</div>\n</td></tr></table>\n</body>\n</html>\n";
},"useData":true},
  },
  invitation_reminder: {
    subject: {"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"invitation_reminder.subject",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":1,"column":35}}})) != null ? stack1 : "")
    + "\n";
},"useData":true},
    text: {"0":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\n--\n"
    + ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":12,"column":0},"end":{"line":12,"column":26}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "unsubscribe_link", {"start":{"line":13,"column":2},"end":{"line":13,"column":18}} ), depth0)) != null ? stack1 : "")
    + "\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(alias1,"invitation_reminder.intro",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":1,"column":33}}})) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"invitation.button",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":3,"column":0},"end":{"line":3,"column":25}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "activate_url", {"start":{"line":4,"column":2},"end":{"line":4,"column":14}} ), depth0)) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"invitation_reminder.expiry",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":6,"column":0},"end":{"line":6,"column":34}}})) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"common.support",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":8,"column":0},"end":{"line":8,"column":22}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":9,"column":0},"end":{"line":14,"column":7}}})) != null ? stack1 : "");
},"useData":true},
    html: {"0":function(container,depth0,helpers,partials,data) {
    var alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"link").call(alias1,lookupProperty(depth0,"unsubscribe_link"),lookupProperty(helpers,"t").call(alias1,"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":22,"column":27},"end":{"line":22,"column":51}}}),{"name":"link","hash":{},"data":data,"loc":{"start":{"line":22,"column":3},"end":{"line":22,"column":53}}}))
    + "</p>\n";
},"1":function(container,depth0,helpers,partials,data) {
    return "<p class=\"address\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "physical_address", {"start":{"line":25,"column":21},"end":{"line":25,"column":37}} ), depth0))
    + "</p>\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>Zulip</title>\n</head>\n<body class=\"page\" style=\"margin: 0; background-color: #f5f9f8; font-family: -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; font-size: 16px; line-height: 1.5; color: #333333;\">\n<table class=\"page-table\" role=\"presentation\" style=\"width: 100%; border-collapse: collapse;\"><tr><td align=\"center\">\n<div class=\"card\" style=\"box-sizing: border-box; max-width: 580px; min-width: 300px; margin: 24px auto; padding: 32px; border-radius: 8px; background-color: #ffffff; text-align: left;\">\n<img class=\"illustration\" src=\""
    + alias3(alias2(alias1(depth0, "email_images_base_url", {"start":{"line":11,"column":33},"end":{"line":11,"column":54}} ), depth0))
    + "/email-logo.png\" alt width=\"120\" style=\"display: block; margin: 0 auto 24px;\">\n<div class=\"content\">\n<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"invitation_reminder.intro",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":13,"column":3},"end":{"line":13,"column":36}}}))
    + "</p>\n<p><a class=\"button\" href=\""
    + alias3(alias2(alias1(depth0, "activate_url", {"start":{"line":14,"column":29},"end":{"line":14,"column":41}} ), depth0))
    + "\" style=\"display: inline-block; padding: 12px 24px; border-radius: 4px; background-color: #5f5ec7; color: #ffffff; text-decoration: none;\">"
    + alias3(lookupProperty(helpers,"t").call(alias4,"invitation.button",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":14,"column":182},"end":{"line":14,"column":207}}}))
    + "</a></p>\n<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"invitation_reminder.expiry",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":15,"column":3},"end":{"line":15,"column":37}}}))
    + "</p>\n<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"common.support",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":16,"column":3},"end":{"line":16,"column":25}}}))
    + "</p>\n</div>\n<img class=\"footer-picture\" src=\""
    + alias3(alias2(alias1(depth0, "email_images_base_url", {"start":{"line":18,"column":35},"end":{"line":18,"column":56}} ), depth0))
    + "/email-footer.png\" alt width=\"36\" style=\"display: block; margin: 24px auto 0;\">\n</div>\n<div class=\"footer\" style=\"font-size: 12px; color: #777777;\">\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":21,"column":0},"end":{"line":23,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"physical_address"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":24,"column":0},"end":{"line":26,"column":7}}})) != null ? stack1 : "")
    + "</div>\n</td></tr></table>\n</body>\n</html>\n";
},"useData":true},
  },
  internal_billing_notice: {
    subject: {"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"internal_billing_notice.subject",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":1,"column":39}}})) != null ? stack1 : "")
    + "\n";
},"useData":true},
    text: {"0":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\n--\n"
    + ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":8,"column":0},"end":{"line":8,"column":26}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "unsubscribe_link", {"start":{"line":9,"column":2},"end":{"line":9,"column":18}} ), depth0)) != null ? stack1 : "")
    + "\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(alias1,"internal_billing_notice.intro",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":1,"column":37}}})) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"internal_billing_notice.button",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":3,"column":0},"end":{"line":3,"column":38}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "support_url", {"start":{"line":4,"column":2},"end":{"line":4,"column":13}} ), depth0)) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":5,"column":0},"end":{"line":10,"column":7}}})) != null ? stack1 : "");
},"useData":true},
    html: {"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var alias1=depth0 != null ? depth0 : (container.nullContext || {}), alias2=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>Zulip</title>\n</head>\n<body class=\"bare\" style=\"font-family: -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; font-size: 14px; line-height: 1.4;\">\n<div class=\"content\">\n<p>"
    + alias2(lookupProperty(helpers,"t").call(alias1,"internal_billing_notice.intro",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":10,"column":3},"end":{"line":10,"column":40}}}))
    + "</p>\n<p><a class=\"button\" href=\""
    + alias2(container.lambda(container.strict(depth0, "support_url", {"start":{"line":11,"column":29},"end":{"line":11,"column":40}} ), depth0))
    + "\" style=\"display: inline-block; padding: 12px 24px; border-radius: 4px; background-color: #5f5ec7; color: #ffffff; text-decoration: none;\">"
    + alias2(lookupProperty(helpers,"t").call(alias1,"internal_billing_notice.button",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":11,"column":181},"end":{"line":11,"column":219}}}))
    + "</a></p>\n</div>\n</body>\n</html>\n";
},"useData":true},
  },
  account_registered: {
    subject: {"0":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"account_registered.subject_organization",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":1,"column":22},"end":{"line":1,"column":69}}})) != null ? stack1 : "");
},"1":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"account_registered.subject_account",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":1,"column":77},"end":{"line":1,"column":119}}})) != null ? stack1 : "");
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"realm_creation"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.program(1, data, 0),"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":1,"column":126}}})) != null ? stack1 : "")
    + "\n";
},"useData":true},
    text: {"0":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.hello",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":2,"column":0},"end":{"line":2,"column":20}}})) != null ? stack1 : "")
    + "\n\n";
},"1":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"account_registered.created",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":8,"column":0},"end":{"line":8,"column":34}}})) != null ? stack1 : "")
    + "\n\n";
},"2":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"account_registered.joined",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":11,"column":0},"end":{"line":11,"column":33}}})) != null ? stack1 : "")
    + "\n\n";
},"3":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"account_registered.ldap_username",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":16,"column":0},"end":{"line":16,"column":40}}})) != null ? stack1 : "")
    + "\n";
},"4":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"account_registered.ldap",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":21,"column":0},"end":{"line":21,"column":31}}})) != null ? stack1 : "")
    + "\n\n";
},"5":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"getting_organization_started_link"),{"name":"if","hash":{},"fn":container.program(6, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":25,"column":0},"end":{"line":29,"column":7}}})) != null ? stack1 : "");
},"6":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"account_registered.guide_admin",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":26,"column":0},"end":{"line":26,"column":38}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "getting_organization_started_link", {"start":{"line":27,"column":2},"end":{"line":27,"column":35}} ), depth0)) != null ? stack1 : "")
    + "\n\n";
},"7":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"getting_user_started_link"),{"name":"if","hash":{},"fn":container.program(8, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":31,"column":0},"end":{"line":35,"column":7}}})) != null ? stack1 : "");
},"8":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"account_registered.guide_user",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":32,"column":0},"end":{"line":32,"column":37}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "getting_user_started_link", {"start":{"line":33,"column":2},"end":{"line":33,"column":27}} ), depth0)) != null ? stack1 : "")
    + "\n\n";
},"9":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\n--\n"
    + ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":41,"column":0},"end":{"line":41,"column":26}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "unsubscribe_link", {"start":{"line":42,"column":2},"end":{"line":42,"column":18}} ), depth0)) != null ? stack1 : "")
    + "\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"user_name"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":4,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"account_registered.welcome",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":5,"column":0},"end":{"line":5,"column":34}}})) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"realm_creation"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.program(2, data, 0),"data":data,"loc":{"start":{"line":7,"column":0},"end":{"line":13,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"account_registered.url",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":14,"column":0},"end":{"line":14,"column":30}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"ldap_username"),{"name":"if","hash":{},"fn":container.program(3, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":15,"column":0},"end":{"line":17,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"account_registered.email",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":18,"column":0},"end":{"line":18,"column":32}}})) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"ldap"),{"name":"if","hash":{},"fn":container.program(4, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":20,"column":0},"end":{"line":23,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"is_realm_admin"),{"name":"if","hash":{},"fn":container.program(5, data, 0),"inverse":container.program(7, data, 0),"data":data,"loc":{"start":{"line":24,"column":0},"end":{"line":36,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"common.support",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":37,"column":0},"end":{"line":37,"column":22}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(9, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":38,"column":0},"end":{"line":43,"column":7}}})) != null ? stack1 : "");
},"useData":true},
    html: {"0":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.hello",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":14,"column":3},"end":{"line":14,"column":23}}}))
    + "</p>\n";
},"1":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"account_registered.created",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":18,"column":3},"end":{"line":18,"column":37}}}))
    + "</p>\n";
},"2":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"account_registered.joined",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":20,"column":3},"end":{"line":20,"column":36}}}))
    + "</p>\n";
},"3":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<li>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"account_registered.ldap_username",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":25,"column":4},"end":{"line":25,"column":44}}}))
    + "</li>\n";
},"4":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"account_registered.ldap",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":30,"column":3},"end":{"line":30,"column":34}}}))
    + "</p>\n";
},"5":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"getting_organization_started_link"),{"name":"if","hash":{},"fn":container.program(6, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":33,"column":0},"end":{"line":35,"column":7}}})) != null ? stack1 : "");
},"6":function(container,depth0,helpers,partials,data) {
    var alias1=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p><a class=\"button\" href=\""
    + alias1(container.lambda(container.strict(depth0, "getting_organization_started_link", {"start":{"line":34,"column":29},"end":{"line":34,"column":62}} ), depth0))
    + "\" style=\"display: inline-block; padding: 12px 24px; border-radius: 4px; background-color: #5f5ec7; color: #ffffff; text-decoration: none;\">"
    + alias1(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"account_registered.guide_admin",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":34,"column":203},"end":{"line":34,"column":241}}}))
    + "</a></p>\n";
},"7":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"getting_user_started_link"),{"name":"if","hash":{},"fn":container.program(8, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":37,"column":0},"end":{"line":39,"column":7}}})) != null ? stack1 : "");
},"8":function(container,depth0,helpers,partials,data) {
    var alias1=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p><a class=\"button\" href=\""
    + alias1(container.lambda(container.strict(depth0, "getting_user_started_link", {"start":{"line":38,"column":29},"end":{"line":38,"column":54}} ), depth0))
    + "\" style=\"display: inline-block; padding: 12px 24px; border-radius: 4px; background-color: #5f5ec7; color: #ffffff; text-decoration: none;\">"
    + alias1(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"account_registered.guide_user",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":38,"column":195},"end":{"line":38,"column":232}}}))
    + "</a></p>\n";
},"9":function(container,depth0,helpers,partials,data) {
    var alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"link").call(alias1,lookupProperty(depth0,"unsubscribe_link"),lookupProperty(helpers,"t").call(alias1,"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":47,"column":27},"end":{"line":47,"column":51}}}),{"name":"link","hash":{},"data":data,"loc":{"start":{"line":47,"column":3},"end":{"line":47,"column":53}}}))
    + "</p>\n";
},"10":function(container,depth0,helpers,partials,data) {
    return "<p class=\"address\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "physical_address", {"start":{"line":50,"column":21},"end":{"line":50,"column":37}} ), depth0))
    + "</p>\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>Zulip</title>\n</head>\n<body class=\"page\" style=\"margin: 0; background-color: #f5f9f8; font-family: -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; font-size: 16px; line-height: 1.5; color: #333333;\">\n<table class=\"page-table\" role=\"presentation\" style=\"width: 100%; border-collapse: collapse;\"><tr><td align=\"center\">\n<div class=\"card\" style=\"box-sizing: border-box; max-width: 580px; min-width: 300px; margin: 24px auto; padding: 32px; border-radius: 8px; background-color: #ffffff; text-align: left;\">\n<img class=\"illustration\" src=\""
    + alias3(alias2(alias1(depth0, "email_images_base_url", {"start":{"line":11,"column":33},"end":{"line":11,"column":54}} ), depth0))
    + "/email-logo.png\" alt width=\"120\" style=\"display: block; margin: 0 auto 24px;\">\n<div class=\"content\">\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"user_name"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":13,"column":0},"end":{"line":15,"column":7}}})) != null ? stack1 : "")
    + "<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"account_registered.welcome",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":16,"column":3},"end":{"line":16,"column":37}}}))
    + "</p>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"realm_creation"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.program(2, data, 0),"data":data,"loc":{"start":{"line":17,"column":0},"end":{"line":21,"column":7}}})) != null ? stack1 : "")
    + "<ul>\n<li>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"account_registered.url",{"name":"t","hash":{"realm_url":lookupProperty(helpers,"link").call(alias4,lookupProperty(depth0,"realm_url"),{"name":"link","hash":{},"data":data,"loc":{"start":{"line":23,"column":43},"end":{"line":23,"column":59}}})},"data":data,"loc":{"start":{"line":23,"column":4},"end":{"line":23,"column":61}}}))
    + "</li>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"ldap_username"),{"name":"if","hash":{},"fn":container.program(3, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":24,"column":0},"end":{"line":26,"column":7}}})) != null ? stack1 : "")
    + "<li>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"account_registered.email",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":27,"column":4},"end":{"line":27,"column":36}}}))
    + "</li>\n</ul>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"ldap"),{"name":"if","hash":{},"fn":container.program(4, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":29,"column":0},"end":{"line":31,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"is_realm_admin"),{"name":"if","hash":{},"fn":container.program(5, data, 0),"inverse":container.program(7, data, 0),"data":data,"loc":{"start":{"line":32,"column":0},"end":{"line":40,"column":7}}})) != null ? stack1 : "")
    + "<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"common.support",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":41,"column":3},"end":{"line":41,"column":25}}}))
    + "</p>\n</div>\n<img class=\"footer-picture\" src=\""
    + alias3(alias2(alias1(depth0, "email_images_base_url", {"start":{"line":43,"column":35},"end":{"line":43,"column":56}} ), depth0))
    + "/email-footer.png\" alt width=\"36\" style=\"display: block; margin: 24px auto 0;\">\n</div>\n<div class=\"footer\" style=\"font-size: 12px; color: #777777;\">\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(9, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":46,"column":0},"end":{"line":48,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"physical_address"),{"name":"if","hash":{},"fn":container.program(10, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":49,"column":0},"end":{"line":51,"column":7}}})) != null ? stack1 : "")
    + "</div>\n</td></tr></table>\n</body>\n</html>\n";
},"useData":true},
  },
  onboarding_zulip_topics: {
    subject: {"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"onboarding_zulip_topics.subject",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":1,"column":39}}})) != null ? stack1 : "")
    + "\n";
},"useData":true},
    text: {"0":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.hello",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":2,"column":0},"end":{"line":2,"column":20}}})) != null ? stack1 : "")
    + "\n\n";
},"1":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\n--\n"
    + ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":17,"column":0},"end":{"line":17,"column":26}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "unsubscribe_link", {"start":{"line":18,"column":2},"end":{"line":18,"column":18}} ), depth0)) != null ? stack1 : "")
    + "\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), alias2=container.strict, alias3=container.lambda, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"user_name"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":4,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"onboarding_zulip_topics.intro",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":5,"column":0},"end":{"line":5,"column":37}}})) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"onboarding_zulip_topics.move",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":7,"column":0},"end":{"line":7,"column":36}}})) != null ? stack1 : "")
    + "\n\n* "
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"onboarding_zulip_topics.move_messages",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":9,"column":2},"end":{"line":9,"column":47}}})) != null ? stack1 : "")
    + ": "
    + ((stack1 = alias3(alias2(depth0, "move_messages_link", {"start":{"line":9,"column":51},"end":{"line":9,"column":69}} ), depth0)) != null ? stack1 : "")
    + "\n* "
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"onboarding_zulip_topics.rename_topics",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":10,"column":2},"end":{"line":10,"column":47}}})) != null ? stack1 : "")
    + ": "
    + ((stack1 = alias3(alias2(depth0, "rename_topics_link", {"start":{"line":10,"column":51},"end":{"line":10,"column":69}} ), depth0)) != null ? stack1 : "")
    + "\n* "
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"onboarding_zulip_topics.move_channels",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":11,"column":2},"end":{"line":11,"column":47}}})) != null ? stack1 : "")
    + ": "
    + ((stack1 = alias3(alias2(depth0, "move_channels_link", {"start":{"line":11,"column":51},"end":{"line":11,"column":69}} ), depth0)) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"common.support",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":13,"column":0},"end":{"line":13,"column":22}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":14,"column":0},"end":{"line":19,"column":7}}})) != null ? stack1 : "");
},"useData":true},
    html: {"0":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.hello",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":14,"column":3},"end":{"line":14,"column":23}}}))
    + "</p>\n";
},"1":function(container,depth0,helpers,partials,data) {
    var alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"link").call(alias1,lookupProperty(depth0,"unsubscribe_link"),lookupProperty(helpers,"t").call(alias1,"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":29,"column":27},"end":{"line":29,"column":51}}}),{"name":"link","hash":{},"data":data,"loc":{"start":{"line":29,"column":3},"end":{"line":29,"column":53}}}))
    + "</p>\n";
},"2":function(container,depth0,helpers,partials,data) {
    return "<p class=\"address\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "physical_address", {"start":{"line":32,"column":21},"end":{"line":32,"column":37}} ), depth0))
    + "</p>\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>Zulip</title>\n</head>\n<body class=\"page\" style=\"margin: 0; background-color: #f5f9f8; font-family: -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; font-size: 16px; line-height: 1.5; color: #333333;\">\n<table class=\"page-table\" role=\"presentation\" style=\"width: 100%; border-collapse: collapse;\"><tr><td align=\"center\">\n<div class=\"card\" style=\"box-sizing: border-box; max-width: 580px; min-width: 300px; margin: 24px auto; padding: 32px; border-radius: 8px; background-color: #ffffff; text-align: left;\">\n<img class=\"illustration\" src=\""
    + alias3(alias2(alias1(depth0, "email_images_base_url", {"start":{"line":11,"column":33},"end":{"line":11,"column":54}} ), depth0))
    + "/email-logo.png\" alt width=\"120\" style=\"display: block; margin: 0 auto 24px;\">\n<div class=\"content\">\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"user_name"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":13,"column":0},"end":{"line":15,"column":7}}})) != null ? stack1 : "")
    + "<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"onboarding_zulip_topics.intro",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":16,"column":3},"end":{"line":16,"column":40}}}))
    + "</p>\n<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"onboarding_zulip_topics.move",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":17,"column":3},"end":{"line":17,"column":39}}}))
    + "</p>\n<ul>\n<li><a href=\""
    + alias3(alias2(alias1(depth0, "move_messages_link", {"start":{"line":19,"column":15},"end":{"line":19,"column":33}} ), depth0))
    + "\" style=\"color: #5f5ec7;\">"
    + alias3(lookupProperty(helpers,"t").call(alias4,"onboarding_zulip_topics.move_messages",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":19,"column":61},"end":{"line":19,"column":106}}}))
    + "</a></li>\n<li><a href=\""
    + alias3(alias2(alias1(depth0, "rename_topics_link", {"start":{"line":20,"column":15},"end":{"line":20,"column":33}} ), depth0))
    + "\" style=\"color: #5f5ec7;\">"
    + alias3(lookupProperty(helpers,"t").call(alias4,"onboarding_zulip_topics.rename_topics",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":20,"column":61},"end":{"line":20,"column":106}}}))
    + "</a></li>\n<li><a href=\""
    + alias3(alias2(alias1(depth0, "move_channels_link", {"start":{"line":21,"column":15},"end":{"line":21,"column":33}} ), depth0))
    + "\" style=\"color: #5f5ec7;\">"
    + alias3(lookupProperty(helpers,"t").call(alias4,"onboarding_zulip_topics.move_channels",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":21,"column":61},"end":{"line":21,"column":106}}}))
    + "</a></li>\n</ul>\n<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"common.support",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":23,"column":3},"end":{"line":23,"column":25}}}))
    + "</p>\n</div>\n<img class=\"footer-picture\" src=\""
    + alias3(alias2(alias1(depth0, "email_images_base_url", {"start":{"line":25,"column":35},"end":{"line":25,"column":56}} ), depth0))
    + "/email-footer.png\" alt width=\"36\" style=\"display: block; margin: 24px auto 0;\">\n</div>\n<div class=\"footer\" style=\"font-size: 12px; color: #777777;\">\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":28,"column":0},"end":{"line":30,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"physical_address"),{"name":"if","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":31,"column":0},"end":{"line":33,"column":7}}})) != null ? stack1 : "")
    + "</div>\n</td></tr></table>\n</body>\n</html>\n";
},"useData":true},
  },
  onboarding_zulip_guide: {
    subject: {"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"onboarding_zulip_guide.subject",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":1,"column":38}}})) != null ? stack1 : "")
    + "\n";
},"useData":true},
    text: {"0":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.hello",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":2,"column":0},"end":{"line":2,"column":20}}})) != null ? stack1 : "")
    + "\n\n";
},"1":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\n--\n"
    + ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":14,"column":0},"end":{"line":14,"column":26}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "unsubscribe_link", {"start":{"line":15,"column":2},"end":{"line":15,"column":18}} ), depth0)) != null ? stack1 : "")
    + "\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"user_name"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":4,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"onboarding_zulip_guide.intro",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":5,"column":0},"end":{"line":5,"column":36}}})) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"onboarding_zulip_guide.button",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":7,"column":0},"end":{"line":7,"column":37}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "zulip_guide_link", {"start":{"line":8,"column":2},"end":{"line":8,"column":18}} ), depth0)) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"common.support",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":10,"column":0},"end":{"line":10,"column":22}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":11,"column":0},"end":{"line":16,"column":7}}})) != null ? stack1 : "");
},"useData":true},
    html: {"0":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.hello",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":14,"column":3},"end":{"line":14,"column":23}}}))
    + "</p>\n";
},"1":function(container,depth0,helpers,partials,data) {
    var alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"link").call(alias1,lookupProperty(depth0,"unsubscribe_link"),lookupProperty(helpers,"t").call(alias1,"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":24,"column":27},"end":{"line":24,"column":51}}}),{"name":"link","hash":{},"data":data,"loc":{"start":{"line":24,"column":3},"end":{"line":24,"column":53}}}))
    + "</p>\n";
},"2":function(container,depth0,helpers,partials,data) {
    return "<p class=\"address\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "physical_address", {"start":{"line":27,"column":21},"end":{"line":27,"column":37}} ), depth0))
    + "</p>\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>Zulip</title>\n</head>\n<body class=\"page\" style=\"margin: 0; background-color: #f5f9f8; font-family: -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; font-size: 16px; line-height: 1.5; color: #333333;\">\n<table class=\"page-table\" role=\"presentation\" style=\"width: 100%; border-collapse: collapse;\"><tr><td align=\"center\">\n<div class=\"card\" style=\"box-sizing: border-box; max-width: 580px; min-width: 300px; margin: 24px auto; padding: 32px; border-radius: 8px; background-color: #ffffff; text-align: left;\">\n<img class=\"illustration\" src=\""
    + alias3(alias2(alias1(depth0, "email_images_base_url", {"start":{"line":11,"column":33},"end":{"line":11,"column":54}} ), depth0))
    + "/email-logo.png\" alt width=\"120\" style=\"display: block; margin: 0 auto 24px;\">\n<div class=\"content\">\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"user_name"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":13,"column":0},"end":{"line":15,"column":7}}})) != null ? stack1 : "")
    + "<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"onboarding_zulip_guide.intro",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":16,"column":3},"end":{"line":16,"column":39}}}))
    + "</p>\n<p><a class=\"button\" href=\""
    + alias3(alias2(alias1(depth0, "zulip_guide_link", {"start":{"line":17,"column":29},"end":{"line":17,"column":45}} ), depth0))
    + "\" style=\"display: inline-block; padding: 12px 24px; border-radius: 4px; background-color: #5f5ec7; color: #ffffff; text-decoration: none;\">"
    + alias3(lookupProperty(helpers,"t").call(alias4,"onboarding_zulip_guide.button",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":17,"column":186},"end":{"line":17,"column":223}}}))
    + "</a></p>\n<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"common.support",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":18,"column":3},"end":{"line":18,"column":25}}}))
    + "</p>\n</div>\n<img class=\"footer-picture\" src=\""
    + alias3(alias2(alias1(depth0, "email_images_base_url", {"start":{"line":20,"column":35},"end":{"line":20,"column":56}} ), depth0))
    + "/email-footer.png\" alt width=\"36\" style=\"display: block; margin: 24px auto 0;\">\n</div>\n<div class=\"footer\" style=\"font-size: 12px; color: #777777;\">\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":23,"column":0},"end":{"line":25,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"physical_address"),{"name":"if","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":26,"column":0},"end":{"line":28,"column":7}}})) != null ? stack1 : "")
    + "</div>\n</td></tr></table>\n</body>\n</html>\n";
},"useData":true},
  },
  onboarding_team_to_zulip: {
    subject: {"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"onboarding_team_to_zulip.subject",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":1,"column":40}}})) != null ? stack1 : "")
    + "\n";
},"useData":true},
    text: {"0":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.hello",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":2,"column":0},"end":{"line":2,"column":20}}})) != null ? stack1 : "")
    + "\n\n";
},"1":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\n--\n"
    + ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":16,"column":0},"end":{"line":16,"column":26}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "unsubscribe_link", {"start":{"line":17,"column":2},"end":{"line":17,"column":18}} ), depth0)) != null ? stack1 : "")
    + "\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), alias2=container.strict, alias3=container.lambda, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"user_name"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":4,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"onboarding_team_to_zulip.intro",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":5,"column":0},"end":{"line":5,"column":38}}})) != null ? stack1 : "")
    + "\n\n* "
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"onboarding_team_to_zulip.why",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":7,"column":2},"end":{"line":7,"column":38}}})) != null ? stack1 : "")
    + ": "
    + ((stack1 = alias3(alias2(depth0, "why_zulip", {"start":{"line":7,"column":42},"end":{"line":7,"column":51}} ), depth0)) != null ? stack1 : "")
    + "\n* "
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"onboarding_team_to_zulip.try",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":8,"column":2},"end":{"line":8,"column":38}}})) != null ? stack1 : "")
    + ": "
    + ((stack1 = alias3(alias2(depth0, "trying_out_zulip", {"start":{"line":8,"column":42},"end":{"line":8,"column":58}} ), depth0)) != null ? stack1 : "")
    + "\n* "
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"onboarding_team_to_zulip.start",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":9,"column":2},"end":{"line":9,"column":40}}})) != null ? stack1 : "")
    + ": "
    + ((stack1 = alias3(alias2(depth0, "get_organization_started", {"start":{"line":9,"column":44},"end":{"line":9,"column":68}} ), depth0)) != null ? stack1 : "")
    + "\n* "
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"onboarding_team_to_zulip.invite",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":10,"column":2},"end":{"line":10,"column":41}}})) != null ? stack1 : "")
    + ": "
    + ((stack1 = alias3(alias2(depth0, "invite_users", {"start":{"line":10,"column":45},"end":{"line":10,"column":57}} ), depth0)) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"common.support",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":12,"column":0},"end":{"line":12,"column":22}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":13,"column":0},"end":{"line":18,"column":7}}})) != null ? stack1 : "");
},"useData":true},
    html: {"0":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.hello",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":14,"column":3},"end":{"line":14,"column":23}}}))
    + "</p>\n";
},"1":function(container,depth0,helpers,partials,data) {
    var alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"link").call(alias1,lookupProperty(depth0,"unsubscribe_link"),lookupProperty(helpers,"t").call(alias1,"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":29,"column":27},"end":{"line":29,"column":51}}}),{"name":"link","hash":{},"data":data,"loc":{"start":{"line":29,"column":3},"end":{"line":29,"column":53}}}))
    + "</p>\n";
},"2":function(container,depth0,helpers,partials,data) {
    return "<p class=\"address\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "physical_address", {"start":{"line":32,"column":21},"end":{"line":32,"column":37}} ), depth0))
    + "</p>\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>Zulip</title>\n</head>\n<body class=\"page\" style=\"margin: 0; background-color: #f5f9f8; font-family: -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; font-size: 16px; line-height: 1.5; color: #333333;\">\n<table class=\"page-table\" role=\"presentation\" style=\"width: 100%; border-collapse: collapse;\"><tr><td align=\"center\">\n<div class=\"card wide\" style=\"box-sizing: border-box; min-width: 300px; margin: 24px auto; padding: 32px; border-radius: 8px; background-color: #ffffff; text-align: left; max-width: 700px;\">\n<img class=\"illustration\" src=\""
    + alias3(alias2(alias1(depth0, "email_images_base_url", {"start":{"line":11,"column":33},"end":{"line":11,"column":54}} ), depth0))
    + "/email-logo.png\" alt width=\"120\" style=\"display: block; margin: 0 auto 24px;\">\n<div class=\"content\">\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"user_name"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":13,"column":0},"end":{"line":15,"column":7}}})) != null ? stack1 : "")
    + "<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"onboarding_team_to_zulip.intro",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":16,"column":3},"end":{"line":16,"column":41}}}))
    + "</p>\n<ul>\n<li><a href=\""
    + alias3(alias2(alias1(depth0, "why_zulip", {"start":{"line":18,"column":15},"end":{"line":18,"column":24}} ), depth0))
    + "\" style=\"color: #5f5ec7;\">"
    + alias3(lookupProperty(helpers,"t").call(alias4,"onboarding_team_to_zulip.why",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":18,"column":52},"end":{"line":18,"column":88}}}))
    + "</a></li>\n<li><a href=\""
    + alias3(alias2(alias1(depth0, "trying_out_zulip", {"start":{"line":19,"column":15},"end":{"line":19,"column":31}} ), depth0))
    + "\" style=\"color: #5f5ec7;\">"
    + alias3(lookupProperty(helpers,"t").call(alias4,"onboarding_team_to_zulip.try",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":19,"column":59},"end":{"line":19,"column":95}}}))
    + "</a></li>\n<li><a href=\""
    + alias3(alias2(alias1(depth0, "get_organization_started", {"start":{"line":20,"column":15},"end":{"line":20,"column":39}} ), depth0))
    + "\" style=\"color: #5f5ec7;\">"
    + alias3(lookupProperty(helpers,"t").call(alias4,"onboarding_team_to_zulip.start",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":20,"column":67},"end":{"line":20,"column":105}}}))
    + "</a></li>\n<li><a href=\""
    + alias3(alias2(alias1(depth0, "invite_users", {"start":{"line":21,"column":15},"end":{"line":21,"column":27}} ), depth0))
    + "\" style=\"color: #5f5ec7;\">"
    + alias3(lookupProperty(helpers,"t").call(alias4,"onboarding_team_to_zulip.invite",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":21,"column":55},"end":{"line":21,"column":94}}}))
    + "</a></li>\n</ul>\n<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"common.support",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":23,"column":3},"end":{"line":23,"column":25}}}))
    + "</p>\n</div>\n<img class=\"footer-picture\" src=\""
    + alias3(alias2(alias1(depth0, "email_images_base_url", {"start":{"line":25,"column":35},"end":{"line":25,"column":56}} ), depth0))
    + "/email-footer.png\" alt width=\"36\" style=\"display: block; margin: 24px auto 0;\">\n</div>\n<div class=\"footer\" style=\"font-size: 12px; color: #777777;\">\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":28,"column":0},"end":{"line":30,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"physical_address"),{"name":"if","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":31,"column":0},"end":{"line":33,"column":7}}})) != null ? stack1 : "")
    + "</div>\n</td></tr></table>\n</body>\n</html>\n";
},"useData":true},
  },
  confirm_registration: {
    subject: {"0":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"confirm_registration.subject_organization",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":1,"column":20},"end":{"line":1,"column":69}}})) != null ? stack1 : "");
},"1":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"confirm_registration.subject",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":1,"column":77},"end":{"line":1,"column":113}}})) != null ? stack1 : "");
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"create_realm"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.program(1, data, 0),"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":1,"column":120}}})) != null ? stack1 : "")
    + "\n";
},"useData":true},
    text: {"0":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"confirm_registration.intro_organization",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":2,"column":0},"end":{"line":2,"column":47}}})) != null ? stack1 : "")
    + "\n\n";
},"1":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"confirm_registration.intro",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":5,"column":0},"end":{"line":5,"column":34}}})) != null ? stack1 : "")
    + "\n\n";
},"2":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\n--\n"
    + ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":17,"column":0},"end":{"line":17,"column":26}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "unsubscribe_link", {"start":{"line":18,"column":2},"end":{"line":18,"column":18}} ), depth0)) != null ? stack1 : "")
    + "\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"create_realm"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.program(1, data, 0),"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":7,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"invitation.button",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":8,"column":0},"end":{"line":8,"column":25}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "activate_url", {"start":{"line":9,"column":2},"end":{"line":9,"column":14}} ), depth0)) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"common.ignore",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":11,"column":0},"end":{"line":11,"column":21}}})) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"common.support",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":13,"column":0},"end":{"line":13,"column":22}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":14,"column":0},"end":{"line":19,"column":7}}})) != null ? stack1 : "");
},"useData":true},
    html: {"0":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"confirm_registration.intro_organization",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":14,"column":3},"end":{"line":14,"column":50}}}))
    + "</p>\n";
},"1":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"confirm_registration.intro",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":16,"column":3},"end":{"line":16,"column":37}}}))
    + "</p>\n";
},"2":function(container,depth0,helpers,partials,data) {
    var alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"link").call(alias1,lookupProperty(depth0,"unsubscribe_link"),lookupProperty(helpers,"t").call(alias1,"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":26,"column":27},"end":{"line":26,"column":51}}}),{"name":"link","hash":{},"data":data,"loc":{"start":{"line":26,"column":3},"end":{"line":26,"column":53}}}))
    + "</p>\n";
},"3":function(container,depth0,helpers,partials,data) {
    return "<p class=\"address\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "physical_address", {"start":{"line":29,"column":21},"end":{"line":29,"column":37}} ), depth0))
    + "</p>\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>Zulip</title>\n</head>\n<body class=\"page\" style=\"margin: 0; background-color: #f5f9f8; font-family: -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; font-size: 16px; line-height: 1.5; color: #333333;\">\n<table class=\"page-table\" role=\"presentation\" style=\"width: 100%; border-collapse: collapse;\"><tr><td align=\"center\">\n<div class=\"card\" style=\"box-sizing: border-box; max-width: 580px; min-width: 300px; margin: 24px auto; padding: 32px; border-radius: 8px; background-color: #ffffff; text-align: left;\">\n<img class=\"illustration\" src=\""
    + alias3(alias2(alias1(depth0, "email_images_base_url", {"start":{"line":11,"column":33},"end":{"line":11,"column":54}} ), depth0))
    + "/email-logo.png\" alt width=\"120\" style=\"display: block; margin: 0 auto 24px;\">\n<div class=\"content\">\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"create_realm"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.program(1, data, 0),"data":data,"loc":{"start":{"line":13,"column":0},"end":{"line":17,"column":7}}})) != null ? stack1 : "")
    + "<p><a class=\"button\" href=\""
    + alias3(alias2(alias1(depth0, "activate_url", {"start":{"line":18,"column":29},"end":{"line":18,"column":41}} ), depth0))
    + "\" style=\"display: inline-block; padding: 12px 24px; border-radius: 4px; background-color: #5f5ec7; color: #ffffff; text-decoration: none;\">"
    + alias3(lookupProperty(helpers,"t").call(alias4,"invitation.button",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":18,"column":182},"end":{"line":18,"column":207}}}))
    + "</a></p>\n<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"common.ignore",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":19,"column":3},"end":{"line":19,"column":24}}}))
    + "</p>\n<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"common.support",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":20,"column":3},"end":{"line":20,"column":25}}}))
    + "</p>\n</div>\n<img class=\"footer-picture\" src=\""
    + alias3(alias2(alias1(depth0, "email_images_base_url", {"start":{"line":22,"column":35},"end":{"line":22,"column":56}} ), depth0))
    + "/email-footer.png\" alt width=\"36\" style=\"display: block; margin: 24px auto 0;\">\n</div>\n<div class=\"footer\" style=\"font-size: 12px; color: #777777;\">\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":25,"column":0},"end":{"line":27,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"physical_address"),{"name":"if","hash":{},"fn":container.program(3, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":28,"column":0},"end":{"line":30,"column":7}}})) != null ? stack1 : "")
    + "</div>\n</td></tr></table>\n</body>\n</html>\n";
},"useData":true},
  },
  confirm_new_email: {
    subject: {"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"confirm_new_email.subject",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":1,"column":33}}})) != null ? stack1 : "")
    + "\n";
},"useData":true},
    text: {"0":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.hello",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":2,"column":0},"end":{"line":2,"column":20}}})) != null ? stack1 : "")
    + "\n\n";
},"1":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\n--\n"
    + ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":16,"column":0},"end":{"line":16,"column":26}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "unsubscribe_link", {"start":{"line":17,"column":2},"end":{"line":17,"column":18}} ), depth0)) != null ? stack1 : "")
    + "\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"user_name"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":4,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"confirm_new_email.intro",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":5,"column":0},"end":{"line":5,"column":31}}})) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"confirm_new_email.button",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":7,"column":0},"end":{"line":7,"column":32}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "activate_url", {"start":{"line":8,"column":2},"end":{"line":8,"column":14}} ), depth0)) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"common.ignore",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":10,"column":0},"end":{"line":10,"column":21}}})) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"common.support",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":12,"column":0},"end":{"line":12,"column":22}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":13,"column":0},"end":{"line":18,"column":7}}})) != null ? stack1 : "");
},"useData":true},
    html: {"0":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.hello",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":14,"column":3},"end":{"line":14,"column":23}}}))
    + "</p>\n";
},"1":function(container,depth0,helpers,partials,data) {
    var alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"link").call(alias1,lookupProperty(depth0,"unsubscribe_link"),lookupProperty(helpers,"t").call(alias1,"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":25,"column":27},"end":{"line":25,"column":51}}}),{"name":"link","hash":{},"data":data,"loc":{"start":{"line":25,"column":3},"end":{"line":25,"column":53}}}))
    + "</p>\n";
},"2":function(container,depth0,helpers,partials,data) {
    return "<p class=\"address\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "physical_address", {"start":{"line":28,"column":21},"end":{"line":28,"column":37}} ), depth0))
    + "</p>\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>Zulip</title>\n</head>\n<body class=\"page\" style=\"margin: 0; background-color: #f5f9f8; font-family: -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; font-size: 16px; line-height: 1.5; color: #333333;\">\n<table class=\"page-table\" role=\"presentation\" style=\"width: 100%; border-collapse: collapse;\"><tr><td align=\"center\">\n<div class=\"card\" style=\"box-sizing: border-box; max-width: 580px; min-width: 300px; margin: 24px auto; padding: 32px; border-radius: 8px; background-color: #ffffff; text-align: left;\">\n<img class=\"illustration\" src=\""
    + alias3(alias2(alias1(depth0, "email_images_base_url", {"start":{"line":11,"column":33},"end":{"line":11,"column":54}} ), depth0))
    + "/email-logo.png\" alt width=\"120\" style=\"display: block; margin: 0 auto 24px;\">\n<div class=\"content\">\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"user_name"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":13,"column":0},"end":{"line":15,"column":7}}})) != null ? stack1 : "")
    + "<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"confirm_new_email.intro",{"name":"t","hash":{"realm_url":lookupProperty(helpers,"link").call(alias4,lookupProperty(depth0,"realm_url"),{"name":"link","hash":{},"data":data,"loc":{"start":{"line":16,"column":43},"end":{"line":16,"column":59}}})},"data":data,"loc":{"start":{"line":16,"column":3},"end":{"line":16,"column":61}}}))
    + "</p>\n<p><a class=\"button\" href=\""
    + alias3(alias2(alias1(depth0, "activate_url", {"start":{"line":17,"column":29},"end":{"line":17,"column":41}} ), depth0))
    + "\" style=\"display: inline-block; padding: 12px 24px; border-radius: 4px; background-color: #5f5ec7; color: #ffffff; text-decoration: none;\">"
    + alias3(lookupProperty(helpers,"t").call(alias4,"confirm_new_email.button",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":17,"column":182},"end":{"line":17,"column":214}}}))
    + "</a></p>\n<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"common.ignore",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":18,"column":3},"end":{"line":18,"column":24}}}))
    + "</p>\n<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"common.support",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":19,"column":3},"end":{"line":19,"column":25}}}))
    + "</p>\n</div>\n<img class=\"footer-picture\" src=\""
    + alias3(alias2(alias1(depth0, "email_images_base_url", {"start":{"line":21,"column":35},"end":{"line":21,"column":56}} ), depth0))
    + "/email-footer.png\" alt width=\"36\" style=\"display: block; margin: 24px auto 0;\">\n</div>\n<div class=\"footer\" style=\"font-size: 12px; color: #777777;\">\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":24,"column":0},"end":{"line":26,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"physical_address"),{"name":"if","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":27,"column":0},"end":{"line":29,"column":7}}})) != null ? stack1 : "")
    + "</div>\n</td></tr></table>\n</body>\n</html>\n";
},"useData":true},
  },
  confirm_demo_organization_email: {
    subject: {"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"confirm_demo_organization_email.subject",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":1,"column":47}}})) != null ? stack1 : "")
    + "\n";
},"useData":true},
    text: {"0":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.hello",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":2,"column":0},"end":{"line":2,"column":20}}})) != null ? stack1 : "")
    + "\n\n";
},"1":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\n--\n"
    + ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":14,"column":0},"end":{"line":14,"column":26}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "unsubscribe_link", {"start":{"line":15,"column":2},"end":{"line":15,"column":18}} ), depth0)) != null ? stack1 : "")
    + "\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"user_name"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":4,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"confirm_demo_organization_email.intro",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":5,"column":0},"end":{"line":5,"column":45}}})) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"confirm_new_email.button",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":7,"column":0},"end":{"line":7,"column":32}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "activate_url", {"start":{"line":8,"column":2},"end":{"line":8,"column":14}} ), depth0)) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"common.support",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":10,"column":0},"end":{"line":10,"column":22}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":11,"column":0},"end":{"line":16,"column":7}}})) != null ? stack1 : "");
},"useData":true},
    html: {"0":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.hello",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":14,"column":3},"end":{"line":14,"column":23}}}))
    + "</p>\n";
},"1":function(container,depth0,helpers,partials,data) {
    var alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"link").call(alias1,lookupProperty(depth0,"unsubscribe_link"),lookupProperty(helpers,"t").call(alias1,"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":24,"column":27},"end":{"line":24,"column":51}}}),{"name":"link","hash":{},"data":data,"loc":{"start":{"line":24,"column":3},"end":{"line":24,"column":53}}}))
    + "</p>\n";
},"2":function(container,depth0,helpers,partials,data) {
    return "<p class=\"address\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "physical_address", {"start":{"line":27,"column":21},"end":{"line":27,"column":37}} ), depth0))
    + "</p>\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>Zulip</title>\n</head>\n<body class=\"page\" style=\"margin: 0; background-color: #f5f9f8; font-family: -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; font-size: 16px; line-height: 1.5; color: #333333;\">\n<table class=\"page-table\" role=\"presentation\" style=\"width: 100%; border-collapse: collapse;\"><tr><td align=\"center\">\n<div class=\"card\" style=\"box-sizing: border-box; max-width: 580px; min-width: 300px; margin: 24px auto; padding: 32px; border-radius: 8px; background-color: #ffffff; text-align: left;\">\n<img class=\"illustration\" src=\""
    + alias3(alias2(alias1(depth0, "email_images_base_url", {"start":{"line":11,"column":33},"end":{"line":11,"column":54}} ), depth0))
    + "/email-logo.png\" alt width=\"120\" style=\"display: block; margin: 0 auto 24px;\">\n<div class=\"content\">\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"user_name"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":13,"column":0},"end":{"line":15,"column":7}}})) != null ? stack1 : "")
    + "<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"confirm_demo_organization_email.intro",{"name":"t","hash":{"realm_url":lookupProperty(helpers,"link").call(alias4,lookupProperty(depth0,"realm_url"),{"name":"link","hash":{},"data":data,"loc":{"start":{"line":16,"column":57},"end":{"line":16,"column":73}}})},"data":data,"loc":{"start":{"line":16,"column":3},"end":{"line":16,"column":75}}}))
    + "</p>\n<p><a class=\"button\" href=\""
    + alias3(alias2(alias1(depth0, "activate_url", {"start":{"line":17,"column":29},"end":{"line":17,"column":41}} ), depth0))
    + "\" style=\"display: inline-block; padding: 12px 24px; border-radius: 4px; background-color: #5f5ec7; color: #ffffff; text-decoration: none;\">"
    + alias3(lookupProperty(helpers,"t").call(alias4,"confirm_new_email.button",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":17,"column":182},"end":{"line":17,"column":214}}}))
    + "</a></p>\n<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"common.support",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":18,"column":3},"end":{"line":18,"column":25}}}))
    + "</p>\n</div>\n<img class=\"footer-picture\" src=\""
    + alias3(alias2(alias1(depth0, "email_images_base_url", {"start":{"line":20,"column":35},"end":{"line":20,"column":56}} ), depth0))
    + "/email-footer.png\" alt width=\"36\" style=\"display: block; margin: 24px auto 0;\">\n</div>\n<div class=\"footer\" style=\"font-size: 12px; color: #777777;\">\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":23,"column":0},"end":{"line":25,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"physical_address"),{"name":"if","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":26,"column":0},"end":{"line":28,"column":7}}})) != null ? stack1 : "")
    + "</div>\n</td></tr></table>\n</body>\n</html>\n";
},"useData":true},
  },
  notify_change_in_email: {
    subject: {"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"notify_change_in_email.subject",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":1,"column":38}}})) != null ? stack1 : "")
    + "\n";
},"useData":true},
    text: {"0":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.hello",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":2,"column":0},"end":{"line":2,"column":20}}})) != null ? stack1 : "")
    + "\n\n";
},"1":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\n--\n"
    + ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":9,"column":0},"end":{"line":9,"column":26}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "unsubscribe_link", {"start":{"line":10,"column":2},"end":{"line":10,"column":18}} ), depth0)) != null ? stack1 : "")
    + "\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"user_name"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":4,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"notify_change_in_email.intro",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":5,"column":0},"end":{"line":5,"column":36}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":6,"column":0},"end":{"line":11,"column":7}}})) != null ? stack1 : "");
},"useData":true},
    html: {"0":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.hello",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":14,"column":3},"end":{"line":14,"column":23}}}))
    + "</p>\n";
},"1":function(container,depth0,helpers,partials,data) {
    var alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"link").call(alias1,lookupProperty(depth0,"unsubscribe_link"),lookupProperty(helpers,"t").call(alias1,"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":22,"column":27},"end":{"line":22,"column":51}}}),{"name":"link","hash":{},"data":data,"loc":{"start":{"line":22,"column":3},"end":{"line":22,"column":53}}}))
    + "</p>\n";
},"2":function(container,depth0,helpers,partials,data) {
    return "<p class=\"address\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "physical_address", {"start":{"line":25,"column":21},"end":{"line":25,"column":37}} ), depth0))
    + "</p>\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>Zulip</title>\n</head>\n<body class=\"page\" style=\"margin: 0; background-color: #f5f9f8; font-family: -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; font-size: 16px; line-height: 1.5; color: #333333;\">\n<table class=\"page-table\" role=\"presentation\" style=\"width: 100%; border-collapse: collapse;\"><tr><td align=\"center\">\n<div class=\"card\" style=\"box-sizing: border-box; max-width: 580px; min-width: 300px; margin: 24px auto; padding: 32px; border-radius: 8px; background-color: #ffffff; text-align: left;\">\n<img class=\"illustration\" src=\""
    + alias3(alias2(alias1(depth0, "email_images_base_url", {"start":{"line":11,"column":33},"end":{"line":11,"column":54}} ), depth0))
    + "/email-logo.png\" alt width=\"120\" style=\"display: block; margin: 0 auto 24px;\">\n<div class=\"content\">\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"user_name"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":13,"column":0},"end":{"line":15,"column":7}}})) != null ? stack1 : "")
    + "<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"notify_change_in_email.intro",{"name":"t","hash":{"realm_url":lookupProperty(helpers,"link").call(alias4,lookupProperty(depth0,"realm_url"),{"name":"link","hash":{},"data":data,"loc":{"start":{"line":16,"column":48},"end":{"line":16,"column":64}}})},"data":data,"loc":{"start":{"line":16,"column":3},"end":{"line":16,"column":66}}}))
    + "</p>\n</div>\n<img class=\"footer-picture\" src=\""
    + alias3(alias2(alias1(depth0, "email_images_base_url", {"start":{"line":18,"column":35},"end":{"line":18,"column":56}} ), depth0))
    + "/email-footer.png\" alt width=\"36\" style=\"display: block; margin: 24px auto 0;\">\n</div>\n<div class=\"footer\" style=\"font-size: 12px; color: #777777;\">\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":21,"column":0},"end":{"line":23,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"physical_address"),{"name":"if","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":24,"column":0},"end":{"line":26,"column":7}}})) != null ? stack1 : "")
    + "</div>\n</td></tr></table>\n</body>\n</html>\n";
},"useData":true},
  },
  password_reset: {
    subject: {"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"password_reset.subject",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":1,"column":30}}})) != null ? stack1 : "")
    + "\n";
},"useData":true},
    text: {"0":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"password_reset.no_account",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":4,"column":0},"end":{"line":4,"column":33}}})) != null ? stack1 : "")
    + "\n\n";
},"1":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"user_deactivated"),{"name":"if","hash":{},"fn":container.program(2, data, 0),"inverse":container.program(3, data, 0),"data":data,"loc":{"start":{"line":7,"column":0},"end":{"line":18,"column":7}}})) != null ? stack1 : "");
},"2":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"password_reset.deactivated",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":8,"column":0},"end":{"line":8,"column":34}}})) != null ? stack1 : "")
    + "\n\n";
},"3":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(alias1,"password_reset.use_link",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":11,"column":0},"end":{"line":11,"column":31}}})) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"reset_url"),{"name":"if","hash":{},"fn":container.program(4, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":13,"column":0},"end":{"line":17,"column":7}}})) != null ? stack1 : "");
},"4":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"password_reset.button",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":14,"column":0},"end":{"line":14,"column":29}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "reset_url", {"start":{"line":15,"column":2},"end":{"line":15,"column":11}} ), depth0)) != null ? stack1 : "")
    + "\n\n";
},"5":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\n--\n"
    + ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":26,"column":0},"end":{"line":26,"column":26}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "unsubscribe_link", {"start":{"line":27,"column":2},"end":{"line":27,"column":18}} ), depth0)) != null ? stack1 : "")
    + "\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(alias1,"password_reset.intro",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":1,"column":28}}})) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"no_account_in_realm"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.program(1, data, 0),"data":data,"loc":{"start":{"line":3,"column":0},"end":{"line":19,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"common.ignore",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":20,"column":0},"end":{"line":20,"column":21}}})) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"common.support",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":22,"column":0},"end":{"line":22,"column":22}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(5, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":23,"column":0},"end":{"line":28,"column":7}}})) != null ? stack1 : "");
},"useData":true},
    html: {"0":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"password_reset.no_account",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":15,"column":3},"end":{"line":15,"column":36}}}))
    + "</p>\n";
},"1":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"user_deactivated"),{"name":"if","hash":{},"fn":container.program(2, data, 0),"inverse":container.program(3, data, 0),"data":data,"loc":{"start":{"line":17,"column":0},"end":{"line":24,"column":7}}})) != null ? stack1 : "");
},"2":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"password_reset.deactivated",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":18,"column":3},"end":{"line":18,"column":37}}}))
    + "</p>\n";
},"3":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(alias1,"password_reset.use_link",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":20,"column":3},"end":{"line":20,"column":34}}}))
    + "</p>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"reset_url"),{"name":"if","hash":{},"fn":container.program(4, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":21,"column":0},"end":{"line":23,"column":7}}})) != null ? stack1 : "");
},"4":function(container,depth0,helpers,partials,data) {
    var alias1=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p><a class=\"button\" href=\""
    + alias1(container.lambda(container.strict(depth0, "reset_url", {"start":{"line":22,"column":29},"end":{"line":22,"column":38}} ), depth0))
    + "\" style=\"display: inline-block; padding: 12px 24px; border-radius: 4px; background-color: #5f5ec7; color: #ffffff; text-decoration: none;\">"
    + alias1(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"password_reset.button",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":22,"column":179},"end":{"line":22,"column":208}}}))
    + "</a></p>\n";
},"5":function(container,depth0,helpers,partials,data) {
    var alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"link").call(alias1,lookupProperty(depth0,"unsubscribe_link"),lookupProperty(helpers,"t").call(alias1,"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":33,"column":27},"end":{"line":33,"column":51}}}),{"name":"link","hash":{},"data":data,"loc":{"start":{"line":33,"column":3},"end":{"line":33,"column":53}}}))
    + "</p>\n";
},"6":function(container,depth0,helpers,partials,data) {
    return "<p class=\"address\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "physical_address", {"start":{"line":36,"column":21},"end":{"line":36,"column":37}} ), depth0))
    + "</p>\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>Zulip</title>\n</head>\n<body class=\"page\" style=\"margin: 0; background-color: #f5f9f8; font-family: -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; font-size: 16px; line-height: 1.5; color: #333333;\">\n<table class=\"page-table\" role=\"presentation\" style=\"width: 100%; border-collapse: collapse;\"><tr><td align=\"center\">\n<div class=\"card\" style=\"box-sizing: border-box; max-width: 580px; min-width: 300px; margin: 24px auto; padding: 32px; border-radius: 8px; background-color: #ffffff; text-align: left;\">\n<img class=\"illustration\" src=\""
    + alias3(alias2(alias1(depth0, "email_images_base_url", {"start":{"line":11,"column":33},"end":{"line":11,"column":54}} ), depth0))
    + "/email-logo.png\" alt width=\"120\" style=\"display: block; margin: 0 auto 24px;\">\n<div class=\"content\">\n<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"password_reset.intro",{"name":"t","hash":{"realm_url":lookupProperty(helpers,"link").call(alias4,lookupProperty(depth0,"realm_url"),{"name":"link","hash":{},"data":data,"loc":{"start":{"line":13,"column":40},"end":{"line":13,"column":56}}})},"data":data,"loc":{"start":{"line":13,"column":3},"end":{"line":13,"column":58}}}))
    + "</p>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"no_account_in_realm"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.program(1, data, 0),"data":data,"loc":{"start":{"line":14,"column":0},"end":{"line":25,"column":7}}})) != null ? stack1 : "")
    + "<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"common.ignore",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":26,"column":3},"end":{"line":26,"column":24}}}))
    + "</p>\n<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"common.support",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":27,"column":3},"end":{"line":27,"column":25}}}))
    + "</p>\n</div>\n<img class=\"footer-picture\" src=\""
    + alias3(alias2(alias1(depth0, "email_images_base_url", {"start":{"line":29,"column":35},"end":{"line":29,"column":56}} ), depth0))
    + "/email-footer.png\" alt width=\"36\" style=\"display: block; margin: 24px auto 0;\">\n</div>\n<div class=\"footer\" style=\"font-size: 12px; color: #777777;\">\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(5, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":32,"column":0},"end":{"line":34,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"physical_address"),{"name":"if","hash":{},"fn":container.program(6, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":35,"column":0},"end":{"line":37,"column":7}}})) != null ? stack1 : "")
    + "</div>\n</td></tr></table>\n</body>\n</html>\n";
},"useData":true},
  },
  find_team: {
    subject: {"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"find_team.subject",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":1,"column":25}}})) != null ? stack1 : "")
    + "\n";
},"useData":true},
    text: {"0":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(alias1,"find_team.found",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":2,"column":0},"end":{"line":2,"column":23}}})) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"realm_urls"),{"name":"each","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":4,"column":0},"end":{"line":6,"column":9}}})) != null ? stack1 : "")
    + "\n";
},"1":function(container,depth0,helpers,partials,data) {
    var stack1;

  return "* "
    + ((stack1 = container.lambda(depth0, depth0)) != null ? stack1 : "")
    + "\n";
},"2":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"find_team.not_found",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":9,"column":0},"end":{"line":9,"column":27}}})) != null ? stack1 : "")
    + "\n\n";
},"3":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"find_team.help",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":13,"column":0},"end":{"line":13,"column":22}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "help_url", {"start":{"line":14,"column":2},"end":{"line":14,"column":10}} ), depth0)) != null ? stack1 : "")
    + "\n\n";
},"4":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\n--\n"
    + ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":21,"column":0},"end":{"line":21,"column":26}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "unsubscribe_link", {"start":{"line":22,"column":2},"end":{"line":22,"column":18}} ), depth0)) != null ? stack1 : "")
    + "\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"realm_urls"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.program(2, data, 0),"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":11,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"help_url"),{"name":"if","hash":{},"fn":container.program(3, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":12,"column":0},"end":{"line":16,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"common.support",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":17,"column":0},"end":{"line":17,"column":22}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(4, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":18,"column":0},"end":{"line":23,"column":7}}})) != null ? stack1 : "");
},"useData":true},
    html: {"0":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(alias1,"find_team.found",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":14,"column":3},"end":{"line":14,"column":26}}}))
    + "</p>\n<ul>\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias1,lookupProperty(depth0,"realm_urls"),{"name":"each","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":16,"column":0},"end":{"line":18,"column":9}}})) != null ? stack1 : "")
    + "</ul>\n";
},"1":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<li>"
    + container.escapeExpression(lookupProperty(helpers,"link").call(depth0 != null ? depth0 : (container.nullContext || {}),depth0,{"name":"link","hash":{},"data":data,"loc":{"start":{"line":17,"column":4},"end":{"line":17,"column":17}}}))
    + "</li>\n";
},"2":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"find_team.not_found",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":21,"column":3},"end":{"line":21,"column":30}}}))
    + "</p>\n";
},"3":function(container,depth0,helpers,partials,data) {
    var alias1=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p><a class=\"button\" href=\""
    + alias1(container.lambda(container.strict(depth0, "help_url", {"start":{"line":24,"column":29},"end":{"line":24,"column":37}} ), depth0))
    + "\" style=\"display: inline-block; padding: 12px 24px; border-radius: 4px; background-color: #5f5ec7; color: #ffffff; text-decoration: none;\">"
    + alias1(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"find_team.help",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":24,"column":178},"end":{"line":24,"column":200}}}))
    + "</a></p>\n";
},"4":function(container,depth0,helpers,partials,data) {
    var alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"link").call(alias1,lookupProperty(depth0,"unsubscribe_link"),lookupProperty(helpers,"t").call(alias1,"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":32,"column":27},"end":{"line":32,"column":51}}}),{"name":"link","hash":{},"data":data,"loc":{"start":{"line":32,"column":3},"end":{"line":32,"column":53}}}))
    + "</p>\n";
},"5":function(container,depth0,helpers,partials,data) {
    return "<p class=\"address\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "physical_address", {"start":{"line":35,"column":21},"end":{"line":35,"column":37}} ), depth0))
    + "</p>\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>Zulip</title>\n</head>\n<body class=\"page\" style=\"margin: 0; background-color: #f5f9f8; font-family: -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; font-size: 16px; line-height: 1.5; color: #333333;\">\n<table class=\"page-table\" role=\"presentation\" style=\"width: 100%; border-collapse: collapse;\"><tr><td align=\"center\">\n<div class=\"card\" style=\"box-sizing: border-box; max-width: 580px; min-width: 300px; margin: 24px auto; padding: 32px; border-radius: 8px; background-color: #ffffff; text-align: left;\">\n<img class=\"illustration\" src=\""
    + alias3(alias2(alias1(depth0, "email_images_base_url", {"start":{"line":11,"column":33},"end":{"line":11,"column":54}} ), depth0))
    + "/email-logo.png\" alt width=\"120\" style=\"display: block; margin: 0 auto 24px;\">\n<div class=\"content\">\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"realm_urls"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.program(2, data, 0),"data":data,"loc":{"start":{"line":13,"column":0},"end":{"line":22,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"help_url"),{"name":"if","hash":{},"fn":container.program(3, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":23,"column":0},"end":{"line":25,"column":7}}})) != null ? stack1 : "")
    + "<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"common.support",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":26,"column":3},"end":{"line":26,"column":25}}}))
    + "</p>\n</div>\n<img class=\"footer-picture\" src=\""
    + alias3(alias2(alias1(depth0, "email_images_base_url", {"start":{"line":28,"column":35},"end":{"line":28,"column":56}} ), depth0))
    + "/email-footer.png\" alt width=\"36\" style=\"display: block; margin: 24px auto 0;\">\n</div>\n<div class=\"footer\" style=\"font-size: 12px; color: #777777;\">\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(4, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":31,"column":0},"end":{"line":33,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"physical_address"),{"name":"if","hash":{},"fn":container.program(5, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":34,"column":0},"end":{"line":36,"column":7}}})) != null ? stack1 : "")
    + "</div>\n</td></tr></table>\n</body>\n</html>\n";
},"useData":true},
  },
  deactivate: {
    subject: {"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"deactivate.subject",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":1,"column":26}}})) != null ? stack1 : "")
    + "\n";
},"useData":true},
    text: {"0":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.hello",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":2,"column":0},"end":{"line":2,"column":20}}})) != null ? stack1 : "")
    + "\n\n";
},"1":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"deactivate.by",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":8,"column":0},"end":{"line":8,"column":21}}})) != null ? stack1 : "")
    + "\n\n";
},"2":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"deactivate.comment",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":12,"column":0},"end":{"line":12,"column":26}}})) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = container.lambda(container.strict(depth0, "deactivation_comment", {"start":{"line":14,"column":2},"end":{"line":14,"column":22}} ), depth0)) != null ? stack1 : "")
    + "\n\n";
},"3":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\n--\n"
    + ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":21,"column":0},"end":{"line":21,"column":26}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "unsubscribe_link", {"start":{"line":22,"column":2},"end":{"line":22,"column":18}} ), depth0)) != null ? stack1 : "")
    + "\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"user_name"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":4,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"deactivate.intro",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":5,"column":0},"end":{"line":5,"column":24}}})) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"deactivated_by"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":7,"column":0},"end":{"line":10,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"deactivation_comment"),{"name":"if","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":11,"column":0},"end":{"line":16,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"common.support",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":17,"column":0},"end":{"line":17,"column":22}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(3, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":18,"column":0},"end":{"line":23,"column":7}}})) != null ? stack1 : "");
},"useData":true},
    html: {"0":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.hello",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":14,"column":3},"end":{"line":14,"column":23}}}))
    + "</p>\n";
},"1":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"deactivate.by",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":18,"column":3},"end":{"line":18,"column":24}}}))
    + "</p>\n";
},"2":function(container,depth0,helpers,partials,data) {
    var alias1=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + alias1(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"deactivate.comment",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":21,"column":3},"end":{"line":21,"column":29}}}))
    + "</p>\n<blockquote style=\"margin: 0 0 16px; padding-left: 12px; border-left: 3px solid #dddddd; white-space: pre-wrap;\">"
    + alias1(container.lambda(container.strict(depth0, "deactivation_comment", {"start":{"line":22,"column":115},"end":{"line":22,"column":135}} ), depth0))
    + "</blockquote>\n";
},"3":function(container,depth0,helpers,partials,data) {
    var alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"link").call(alias1,lookupProperty(depth0,"unsubscribe_link"),lookupProperty(helpers,"t").call(alias1,"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":30,"column":27},"end":{"line":30,"column":51}}}),{"name":"link","hash":{},"data":data,"loc":{"start":{"line":30,"column":3},"end":{"line":30,"column":53}}}))
    + "</p>\n";
},"4":function(container,depth0,helpers,partials,data) {
    return "<p class=\"address\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "physical_address", {"start":{"line":33,"column":21},"end":{"line":33,"column":37}} ), depth0))
    + "</p>\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>Zulip</title>\n</head>\n<body class=\"page\" style=\"margin: 0; background-color: #f5f9f8; font-family: -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; font-size: 16px; line-height: 1.5; color: #333333;\">\n<table class=\"page-table\" role=\"presentation\" style=\"width: 100%; border-collapse: collapse;\"><tr><td align=\"center\">\n<div class=\"card\" style=\"box-sizing: border-box; max-width: 580px; min-width: 300px; margin: 24px auto; padding: 32px; border-radius: 8px; background-color: #ffffff; text-align: left;\">\n<img class=\"illustration\" src=\""
    + alias3(alias2(alias1(depth0, "email_images_base_url", {"start":{"line":11,"column":33},"end":{"line":11,"column":54}} ), depth0))
    + "/email-logo.png\" alt width=\"120\" style=\"display: block; margin: 0 auto 24px;\">\n<div class=\"content\">\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"user_name"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":13,"column":0},"end":{"line":15,"column":7}}})) != null ? stack1 : "")
    + "<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"deactivate.intro",{"name":"t","hash":{"realm_url":lookupProperty(helpers,"link").call(alias4,lookupProperty(depth0,"realm_url"),{"name":"link","hash":{},"data":data,"loc":{"start":{"line":16,"column":36},"end":{"line":16,"column":52}}})},"data":data,"loc":{"start":{"line":16,"column":3},"end":{"line":16,"column":54}}}))
    + "</p>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"deactivated_by"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":17,"column":0},"end":{"line":19,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"deactivation_comment"),{"name":"if","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":20,"column":0},"end":{"line":23,"column":7}}})) != null ? stack1 : "")
    + "<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"common.support",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":24,"column":3},"end":{"line":24,"column":25}}}))
    + "</p>\n</div>\n<img class=\"footer-picture\" src=\""
    + alias3(alias2(alias1(depth0, "email_images_base_url", {"start":{"line":26,"column":35},"end":{"line":26,"column":56}} ), depth0))
    + "/email-footer.png\" alt width=\"36\" style=\"display: block; margin: 24px auto 0;\">\n</div>\n<div class=\"footer\" style=\"font-size: 12px; color: #777777;\">\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(3, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":29,"column":0},"end":{"line":31,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"physical_address"),{"name":"if","hash":{},"fn":container.program(4, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":32,"column":0},"end":{"line":34,"column":7}}})) != null ? stack1 : "")
    + "</div>\n</td></tr></table>\n</body>\n</html>\n";
},"useData":true},
  },
  realm_deactivated: {
    subject: {"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"realm_deactivated.subject",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":1,"column":33}}})) != null ? stack1 : "")
    + "\n";
},"useData":true},
    text: {"0":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.hello",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":2,"column":0},"end":{"line":2,"column":20}}})) != null ? stack1 : "")
    + "\n\n";
},"1":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"realm_deactivated.by_you",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":6,"column":0},"end":{"line":6,"column":32}}})) != null ? stack1 : "")
    + "\n\n";
},"2":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"acting_user"),{"name":"if","hash":{},"fn":container.program(3, data, 0),"inverse":container.program(4, data, 0),"data":data,"loc":{"start":{"line":9,"column":0},"end":{"line":15,"column":7}}})) != null ? stack1 : "");
},"3":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"realm_deactivated.by",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":10,"column":0},"end":{"line":10,"column":28}}})) != null ? stack1 : "")
    + "\n\n";
},"4":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"realm_deactivated.by_unknown",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":13,"column":0},"end":{"line":13,"column":36}}})) != null ? stack1 : "")
    + "\n\n";
},"5":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"realm_deactivated.deletion",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":18,"column":0},"end":{"line":18,"column":34}}})) != null ? stack1 : "")
    + "\n\n";
},"6":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\n--\n"
    + ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":25,"column":0},"end":{"line":25,"column":26}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "unsubscribe_link", {"start":{"line":26,"column":2},"end":{"line":26,"column":18}} ), depth0)) != null ? stack1 : "")
    + "\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"user_name"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":4,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"initiated_deactivation"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.program(2, data, 0),"data":data,"loc":{"start":{"line":5,"column":0},"end":{"line":16,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"deletion_date"),{"name":"if","hash":{},"fn":container.program(5, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":17,"column":0},"end":{"line":20,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"realm_deactivated.reactivate",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":21,"column":0},"end":{"line":21,"column":36}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(6, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":22,"column":0},"end":{"line":27,"column":7}}})) != null ? stack1 : "");
},"useData":true},
    html: {"0":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.hello",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":14,"column":3},"end":{"line":14,"column":23}}}))
    + "</p>\n";
},"1":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"realm_deactivated.by_you",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":17,"column":3},"end":{"line":17,"column":35}}}))
    + "</p>\n";
},"2":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"acting_user"),{"name":"if","hash":{},"fn":container.program(3, data, 0),"inverse":container.program(4, data, 0),"data":data,"loc":{"start":{"line":19,"column":0},"end":{"line":23,"column":7}}})) != null ? stack1 : "");
},"3":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"realm_deactivated.by",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":20,"column":3},"end":{"line":20,"column":31}}}))
    + "</p>\n";
},"4":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"realm_deactivated.by_unknown",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":22,"column":3},"end":{"line":22,"column":39}}}))
    + "</p>\n";
},"5":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"realm_deactivated.deletion",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":26,"column":3},"end":{"line":26,"column":37}}}))
    + "</p>\n";
},"6":function(container,depth0,helpers,partials,data) {
    var alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"link").call(alias1,lookupProperty(depth0,"unsubscribe_link"),lookupProperty(helpers,"t").call(alias1,"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":34,"column":27},"end":{"line":34,"column":51}}}),{"name":"link","hash":{},"data":data,"loc":{"start":{"line":34,"column":3},"end":{"line":34,"column":53}}}))
    + "</p>\n";
},"7":function(container,depth0,helpers,partials,data) {
    return "<p class=\"address\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "physical_address", {"start":{"line":37,"column":21},"end":{"line":37,"column":37}} ), depth0))
    + "</p>\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>Zulip</title>\n</head>\n<body class=\"page\" style=\"margin: 0; background-color: #f5f9f8; font-family: -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; font-size: 16px; line-height: 1.5; color: #333333;\">\n<table class=\"page-table\" role=\"presentation\" style=\"width: 100%; border-collapse: collapse;\"><tr><td align=\"center\">\n<div class=\"card\" style=\"box-sizing: border-box; max-width: 580px; min-width: 300px; margin: 24px auto; padding: 32px; border-radius: 8px; background-color: #ffffff; text-align: left;\">\n<img class=\"illustration\" src=\""
    + alias3(alias2(alias1(depth0, "email_images_base_url", {"start":{"line":11,"column":33},"end":{"line":11,"column":54}} ), depth0))
    + "/email-logo.png\" alt width=\"120\" style=\"display: block; margin: 0 auto 24px;\">\n<div class=\"content\">\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"user_name"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":13,"column":0},"end":{"line":15,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"initiated_deactivation"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.program(2, data, 0),"data":data,"loc":{"start":{"line":16,"column":0},"end":{"line":24,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"deletion_date"),{"name":"if","hash":{},"fn":container.program(5, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":25,"column":0},"end":{"line":27,"column":7}}})) != null ? stack1 : "")
    + "<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"realm_deactivated.reactivate",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":28,"column":3},"end":{"line":28,"column":39}}}))
    + "</p>\n</div>\n<img class=\"footer-picture\" src=\""
    + alias3(alias2(alias1(depth0, "email_images_base_url", {"start":{"line":30,"column":35},"end":{"line":30,"column":56}} ), depth0))
    + "/email-footer.png\" alt width=\"36\" style=\"display: block; margin: 24px auto 0;\">\n</div>\n<div class=\"footer\" style=\"font-size: 12px; color: #777777;\">\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(6, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":33,"column":0},"end":{"line":35,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"physical_address"),{"name":"if","hash":{},"fn":container.program(7, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":36,"column":0},"end":{"line":38,"column":7}}})) != null ? stack1 : "")
    + "</div>\n</td></tr></table>\n</body>\n</html>\n";
},"useData":true},
  },
  realm_reactivation: {
    subject: {"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"realm_reactivation.subject",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":1,"column":34}}})) != null ? stack1 : "")
    + "\n";
},"useData":true},
    text: {"0":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\n--\n"
    + ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":12,"column":0},"end":{"line":12,"column":26}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "unsubscribe_link", {"start":{"line":13,"column":2},"end":{"line":13,"column":18}} ), depth0)) != null ? stack1 : "")
    + "\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(alias1,"realm_reactivation.intro",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":1,"column":32}}})) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"realm_reactivation.button",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":3,"column":0},"end":{"line":3,"column":33}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "confirmation_url", {"start":{"line":4,"column":2},"end":{"line":4,"column":18}} ), depth0)) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"common.ignore",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":6,"column":0},"end":{"line":6,"column":21}}})) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"common.support",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":8,"column":0},"end":{"line":8,"column":22}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":9,"column":0},"end":{"line":14,"column":7}}})) != null ? stack1 : "");
},"useData":true},
    html: {"0":function(container,depth0,helpers,partials,data) {
    var alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"link").call(alias1,lookupProperty(depth0,"unsubscribe_link"),lookupProperty(helpers,"t").call(alias1,"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":22,"column":27},"end":{"line":22,"column":51}}}),{"name":"link","hash":{},"data":data,"loc":{"start":{"line":22,"column":3},"end":{"line":22,"column":53}}}))
    + "</p>\n";
},"1":function(container,depth0,helpers,partials,data) {
    return "<p class=\"address\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "physical_address", {"start":{"line":25,"column":21},"end":{"line":25,"column":37}} ), depth0))
    + "</p>\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>Zulip</title>\n</head>\n<body class=\"page\" style=\"margin: 0; background-color: #f5f9f8; font-family: -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; font-size: 16px; line-height: 1.5; color: #333333;\">\n<table class=\"page-table\" role=\"presentation\" style=\"width: 100%; border-collapse: collapse;\"><tr><td align=\"center\">\n<div class=\"card\" style=\"box-sizing: border-box; max-width: 580px; min-width: 300px; margin: 24px auto; padding: 32px; border-radius: 8px; background-color: #ffffff; text-align: left;\">\n<img class=\"illustration\" src=\""
    + alias3(alias2(alias1(depth0, "email_images_base_url", {"start":{"line":11,"column":33},"end":{"line":11,"column":54}} ), depth0))
    + "/email-logo.png\" alt width=\"120\" style=\"display: block; margin: 0 auto 24px;\">\n<div class=\"content\">\n<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"realm_reactivation.intro",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":13,"column":3},"end":{"line":13,"column":35}}}))
    + "</p>\n<p><a class=\"button\" href=\""
    + alias3(alias2(alias1(depth0, "confirmation_url", {"start":{"line":14,"column":29},"end":{"line":14,"column":45}} ), depth0))
    + "\" style=\"display: inline-block; padding: 12px 24px; border-radius: 4px; background-color: #5f5ec7; color: #ffffff; text-decoration: none;\">"
    + alias3(lookupProperty(helpers,"t").call(alias4,"realm_reactivation.button",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":14,"column":186},"end":{"line":14,"column":219}}}))
    + "</a></p>\n<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"common.ignore",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":15,"column":3},"end":{"line":15,"column":24}}}))
    + "</p>\n<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"common.support",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":16,"column":3},"end":{"line":16,"column":25}}}))
    + "</p>\n</div>\n<img class=\"footer-picture\" src=\""
    + alias3(alias2(alias1(depth0, "email_images_base_url", {"start":{"line":18,"column":35},"end":{"line":18,"column":56}} ), depth0))
    + "/email-footer.png\" alt width=\"36\" style=\"display: block; margin: 24px auto 0;\">\n</div>\n<div class=\"footer\" style=\"font-size: 12px; color: #777777;\">\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":21,"column":0},"end":{"line":23,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"physical_address"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":24,"column":0},"end":{"line":26,"column":7}}})) != null ? stack1 : "")
    + "</div>\n</td></tr></table>\n</body>\n</html>\n";
},"useData":true},
  },
  realm_auto_downgraded: {
    subject: {"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"realm_auto_downgraded.subject",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":1,"column":37}}})) != null ? stack1 : "")
    + "\n";
},"useData":true},
    text: {"0":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\n--\n"
    + ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":10,"column":0},"end":{"line":10,"column":26}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "unsubscribe_link", {"start":{"line":11,"column":2},"end":{"line":11,"column":18}} ), depth0)) != null ? stack1 : "")
    + "\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(alias1,"realm_auto_downgraded.intro",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":1,"column":35}}})) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"realm_auto_downgraded.button",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":3,"column":0},"end":{"line":3,"column":36}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "upgrade_url", {"start":{"line":4,"column":2},"end":{"line":4,"column":13}} ), depth0)) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"common.support",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":6,"column":0},"end":{"line":6,"column":22}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":7,"column":0},"end":{"line":12,"column":7}}})) != null ? stack1 : "");
},"useData":true},
    html: {"0":function(container,depth0,helpers,partials,data) {
    var alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"link").call(alias1,lookupProperty(depth0,"unsubscribe_link"),lookupProperty(helpers,"t").call(alias1,"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":21,"column":27},"end":{"line":21,"column":51}}}),{"name":"link","hash":{},"data":data,"loc":{"start":{"line":21,"column":3},"end":{"line":21,"column":53}}}))
    + "</p>\n";
},"1":function(container,depth0,helpers,partials,data) {
    return "<p class=\"address\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "physical_address", {"start":{"line":24,"column":21},"end":{"line":24,"column":37}} ), depth0))
    + "</p>\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>Zulip</title>\n</head>\n<body class=\"page\" style=\"margin: 0; background-color: #f5f9f8; font-family: -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; font-size: 16px; line-height: 1.5; color: #333333;\">\n<table class=\"page-table\" role=\"presentation\" style=\"width: 100%; border-collapse: collapse;\"><tr><td align=\"center\">\n<div class=\"card\" style=\"box-sizing: border-box; max-width: 580px; min-width: 300px; margin: 24px auto; padding: 32px; border-radius: 8px; background-color: #ffffff; text-align: left;\">\n<img class=\"illustration\" src=\""
    + alias3(alias2(alias1(depth0, "email_images_base_url", {"start":{"line":11,"column":33},"end":{"line":11,"column":54}} ), depth0))
    + "/email-logo.png\" alt width=\"120\" style=\"display: block; margin: 0 auto 24px;\">\n<div class=\"content\">\n<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"realm_auto_downgraded.intro",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":13,"column":3},"end":{"line":13,"column":38}}}))
    + "</p>\n<p><a class=\"button\" href=\""
    + alias3(alias2(alias1(depth0, "upgrade_url", {"start":{"line":14,"column":29},"end":{"line":14,"column":40}} ), depth0))
    + "\" style=\"display: inline-block; padding: 12px 24px; border-radius: 4px; background-color: #5f5ec7; color: #ffffff; text-decoration: none;\">"
    + alias3(lookupProperty(helpers,"t").call(alias4,"realm_auto_downgraded.button",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":14,"column":181},"end":{"line":14,"column":217}}}))
    + "</a></p>\n<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"common.support",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":15,"column":3},"end":{"line":15,"column":25}}}))
    + "</p>\n</div>\n<img class=\"footer-picture\" src=\""
    + alias3(alias2(alias1(depth0, "email_images_base_url", {"start":{"line":17,"column":35},"end":{"line":17,"column":56}} ), depth0))
    + "/email-footer.png\" alt width=\"36\" style=\"display: block; margin: 24px auto 0;\">\n</div>\n<div class=\"footer\" style=\"font-size: 12px; color: #777777;\">\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":20,"column":0},"end":{"line":22,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"physical_address"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":23,"column":0},"end":{"line":25,"column":7}}})) != null ? stack1 : "")
    + "</div>\n</td></tr></table>\n</body>\n</html>\n";
},"useData":true},
  },
  remote_billing_legacy_server_confirm_login: {
    subject: {"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"remote_billing_confirm_login.subject",{"name":"t","hash":{"host":lookupProperty(depth0,"remote_server_hostname")},"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":1,"column":72}}})) != null ? stack1 : "")
    + "\n";
},"useData":true},
    text: {"0":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.hello",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":2,"column":0},"end":{"line":2,"column":20}}})) != null ? stack1 : "")
    + "\n\n";
},"1":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\n--\n"
    + ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":16,"column":0},"end":{"line":16,"column":26}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "unsubscribe_link", {"start":{"line":17,"column":2},"end":{"line":17,"column":18}} ), depth0)) != null ? stack1 : "")
    + "\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"user_name"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":4,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"remote_billing_confirm_login.intro",{"name":"t","hash":{"host":lookupProperty(depth0,"remote_server_hostname")},"data":data,"loc":{"start":{"line":5,"column":0},"end":{"line":5,"column":70}}})) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"remote_billing_confirm_login.button",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":7,"column":0},"end":{"line":7,"column":43}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "confirmation_url", {"start":{"line":8,"column":2},"end":{"line":8,"column":18}} ), depth0)) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"common.ignore",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":10,"column":0},"end":{"line":10,"column":21}}})) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"common.support",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":12,"column":0},"end":{"line":12,"column":22}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":13,"column":0},"end":{"line":18,"column":7}}})) != null ? stack1 : "");
},"useData":true},
    html: {"0":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.hello",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":14,"column":3},"end":{"line":14,"column":23}}}))
    + "</p>\n";
},"1":function(container,depth0,helpers,partials,data) {
    var alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"link").call(alias1,lookupProperty(depth0,"unsubscribe_link"),lookupProperty(helpers,"t").call(alias1,"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":25,"column":27},"end":{"line":25,"column":51}}}),{"name":"link","hash":{},"data":data,"loc":{"start":{"line":25,"column":3},"end":{"line":25,"column":53}}}))
    + "</p>\n";
},"2":function(container,depth0,helpers,partials,data) {
    return "<p class=\"address\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "physical_address", {"start":{"line":28,"column":21},"end":{"line":28,"column":37}} ), depth0))
    + "</p>\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>Zulip</title>\n</head>\n<body class=\"page\" style=\"margin: 0; background-color: #f5f9f8; font-family: -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; font-size: 16px; line-height: 1.5; color: #333333;\">\n<table class=\"page-table\" role=\"presentation\" style=\"width: 100%; border-collapse: collapse;\"><tr><td align=\"center\">\n<div class=\"card\" style=\"box-sizing: border-box; max-width: 580px; min-width: 300px; margin: 24px auto; padding: 32px; border-radius: 8px; background-color: #ffffff; text-align: left;\">\n<img class=\"illustration\" src=\""
    + alias3(alias2(alias1(depth0, "email_images_base_url", {"start":{"line":11,"column":33},"end":{"line":11,"column":54}} ), depth0))
    + "/email-logo.png\" alt width=\"120\" style=\"display: block; margin: 0 auto 24px;\">\n<div class=\"content\">\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"user_name"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":13,"column":0},"end":{"line":15,"column":7}}})) != null ? stack1 : "")
    + "<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"remote_billing_confirm_login.intro",{"name":"t","hash":{"host":lookupProperty(depth0,"remote_server_hostname")},"data":data,"loc":{"start":{"line":16,"column":3},"end":{"line":16,"column":73}}}))
    + "</p>\n<p><a class=\"button\" href=\""
    + alias3(alias2(alias1(depth0, "confirmation_url", {"start":{"line":17,"column":29},"end":{"line":17,"column":45}} ), depth0))
    + "\" style=\"display: inline-block; padding: 12px 24px; border-radius: 4px; background-color: #5f5ec7; color: #ffffff; text-decoration: none;\">"
    + alias3(lookupProperty(helpers,"t").call(alias4,"remote_billing_confirm_login.button",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":17,"column":186},"end":{"line":17,"column":229}}}))
    + "</a></p>\n<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"common.ignore",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":18,"column":3},"end":{"line":18,"column":24}}}))
    + "</p>\n<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"common.support",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":19,"column":3},"end":{"line":19,"column":25}}}))
    + "</p>\n</div>\n<img class=\"footer-picture\" src=\""
    + alias3(alias2(alias1(depth0, "email_images_base_url", {"start":{"line":21,"column":35},"end":{"line":21,"column":56}} ), depth0))
    + "/email-footer.png\" alt width=\"36\" style=\"display: block; margin: 24px auto 0;\">\n</div>\n<div class=\"footer\" style=\"font-size: 12px; color: #777777;\">\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":24,"column":0},"end":{"line":26,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"physical_address"),{"name":"if","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":27,"column":0},"end":{"line":29,"column":7}}})) != null ? stack1 : "")
    + "</div>\n</td></tr></table>\n</body>\n</html>\n";
},"useData":true},
  },
  remote_realm_billing_confirm_login: {
    subject: {"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"remote_billing_confirm_login.subject",{"name":"t","hash":{"host":lookupProperty(depth0,"remote_realm_host")},"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":1,"column":67}}})) != null ? stack1 : "")
    + "\n";
},"useData":true},
    text: {"0":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.hello",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":2,"column":0},"end":{"line":2,"column":20}}})) != null ? stack1 : "")
    + "\n\n";
},"1":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\n--\n"
    + ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":16,"column":0},"end":{"line":16,"column":26}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "unsubscribe_link", {"start":{"line":17,"column":2},"end":{"line":17,"column":18}} ), depth0)) != null ? stack1 : "")
    + "\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"user_name"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":4,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"remote_billing_confirm_login.intro",{"name":"t","hash":{"host":lookupProperty(depth0,"remote_realm_host")},"data":data,"loc":{"start":{"line":5,"column":0},"end":{"line":5,"column":65}}})) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"remote_billing_confirm_login.button",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":7,"column":0},"end":{"line":7,"column":43}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "confirmation_url", {"start":{"line":8,"column":2},"end":{"line":8,"column":18}} ), depth0)) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"common.ignore",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":10,"column":0},"end":{"line":10,"column":21}}})) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"common.support",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":12,"column":0},"end":{"line":12,"column":22}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":13,"column":0},"end":{"line":18,"column":7}}})) != null ? stack1 : "");
},"useData":true},
    html: {"0":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.hello",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":14,"column":3},"end":{"line":14,"column":23}}}))
    + "</p>\n";
},"1":function(container,depth0,helpers,partials,data) {
    var alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"link").call(alias1,lookupProperty(depth0,"unsubscribe_link"),lookupProperty(helpers,"t").call(alias1,"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":25,"column":27},"end":{"line":25,"column":51}}}),{"name":"link","hash":{},"data":data,"loc":{"start":{"line":25,"column":3},"end":{"line":25,"column":53}}}))
    + "</p>\n";
},"2":function(container,depth0,helpers,partials,data) {
    return "<p class=\"address\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "physical_address", {"start":{"line":28,"column":21},"end":{"line":28,"column":37}} ), depth0))
    + "</p>\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>Zulip</title>\n</head>\n<body class=\"page\" style=\"margin: 0; background-color: #f5f9f8; font-family: -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; font-size: 16px; line-height: 1.5; color: #333333;\">\n<table class=\"page-table\" role=\"presentation\" style=\"width: 100%; border-collapse: collapse;\"><tr><td align=\"center\">\n<div class=\"card\" style=\"box-sizing: border-box; max-width: 580px; min-width: 300px; margin: 24px auto; padding: 32px; border-radius: 8px; background-color: #ffffff; text-align: left;\">\n<img class=\"illustration\" src=\""
    + alias3(alias2(alias1(depth0, "email_images_base_url", {"start":{"line":11,"column":33},"end":{"line":11,"column":54}} ), depth0))
    + "/email-logo.png\" alt width=\"120\" style=\"display: block; margin: 0 auto 24px;\">\n<div class=\"content\">\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"user_name"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":13,"column":0},"end":{"line":15,"column":7}}})) != null ? stack1 : "")
    + "<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"remote_billing_confirm_login.intro",{"name":"t","hash":{"host":lookupProperty(depth0,"remote_realm_host")},"data":data,"loc":{"start":{"line":16,"column":3},"end":{"line":16,"column":68}}}))
    + "</p>\n<p><a class=\"button\" href=\""
    + alias3(alias2(alias1(depth0, "confirmation_url", {"start":{"line":17,"column":29},"end":{"line":17,"column":45}} ), depth0))
    + "\" style=\"display: inline-block; padding: 12px 24px; border-radius: 4px; background-color: #5f5ec7; color: #ffffff; text-decoration: none;\">"
    + alias3(lookupProperty(helpers,"t").call(alias4,"remote_billing_confirm_login.button",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":17,"column":186},"end":{"line":17,"column":229}}}))
    + "</a></p>\n<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"common.ignore",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":18,"column":3},"end":{"line":18,"column":24}}}))
    + "</p>\n<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"common.support",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":19,"column":3},"end":{"line":19,"column":25}}}))
    + "</p>\n</div>\n<img class=\"footer-picture\" src=\""
    + alias3(alias2(alias1(depth0, "email_images_base_url", {"start":{"line":21,"column":35},"end":{"line":21,"column":56}} ), depth0))
    + "/email-footer.png\" alt width=\"36\" style=\"display: block; margin: 24px auto 0;\">\n</div>\n<div class=\"footer\" style=\"font-size: 12px; color: #777777;\">\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":24,"column":0},"end":{"line":26,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"physical_address"),{"name":"if","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":27,"column":0},"end":{"line":29,"column":7}}})) != null ? stack1 : "")
    + "</div>\n</td></tr></table>\n</body>\n</html>\n";
},"useData":true},
  },
  support_request: {
    subject: {"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"support_request.subject",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":1,"column":31}}})) != null ? stack1 : "")
    + "\n";
},"useData":true},
    text: {"0":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"support_request.role",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":6,"column":0},"end":{"line":6,"column":28}}})) != null ? stack1 : "")
    + "\n";
},"1":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\n--\n"
    + ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":15,"column":0},"end":{"line":15,"column":26}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "unsubscribe_link", {"start":{"line":16,"column":2},"end":{"line":16,"column":18}} ), depth0)) != null ? stack1 : "")
    + "\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(alias1,"support_request.intro",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":1,"column":29}}})) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"support_request.subject_line",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":3,"column":0},"end":{"line":3,"column":36}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"support_request.by",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":4,"column":0},"end":{"line":4,"column":26}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"user_role"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":5,"column":0},"end":{"line":7,"column":7}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"support_request.message",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":9,"column":0},"end":{"line":9,"column":31}}})) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = container.lambda(container.strict(depth0, "request_message", {"start":{"line":11,"column":2},"end":{"line":11,"column":17}} ), depth0)) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":12,"column":0},"end":{"line":17,"column":7}}})) != null ? stack1 : "");
},"useData":true},
    html: {"0":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<li>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"support_request.role",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":15,"column":4},"end":{"line":15,"column":32}}}))
    + "</li>\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), alias2=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>Zulip</title>\n</head>\n<body class=\"bare\" style=\"font-family: -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; font-size: 14px; line-height: 1.4;\">\n<div class=\"content\">\n<p>"
    + alias2(lookupProperty(helpers,"t").call(alias1,"support_request.intro",{"name":"t","hash":{"support_url":lookupProperty(helpers,"link").call(alias1,lookupProperty(depth0,"support_url"),{"name":"link","hash":{},"data":data,"loc":{"start":{"line":10,"column":43},"end":{"line":10,"column":61}}})},"data":data,"loc":{"start":{"line":10,"column":3},"end":{"line":10,"column":63}}}))
    + "</p>\n<ul>\n<li>"
    + alias2(lookupProperty(helpers,"t").call(alias1,"support_request.subject_line",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":12,"column":4},"end":{"line":12,"column":40}}}))
    + "</li>\n<li>"
    + alias2(lookupProperty(helpers,"t").call(alias1,"support_request.by",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":13,"column":4},"end":{"line":13,"column":30}}}))
    + "</li>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"user_role"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":14,"column":0},"end":{"line":16,"column":7}}})) != null ? stack1 : "")
    + "</ul>\n<p>"
    + alias2(lookupProperty(helpers,"t").call(alias1,"support_request.message",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":18,"column":3},"end":{"line":18,"column":34}}}))
    + "</p>\n<blockquote style=\"margin: 0 0 16px; padding-left: 12px; border-left: 3px solid #dddddd; white-space: pre-wrap;\">"
    + alias2(container.lambda(container.strict(depth0, "request_message", {"start":{"line":19,"column":115},"end":{"line":19,"column":130}} ), depth0))
    + "</blockquote>\n</div>\n</body>\n</html>\n";
},"useData":true},
  },
  sales_support_request: {
    subject: {"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"sales_support_request.subject",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":1,"column":37}}})) != null ? stack1 : "")
    + "\n";
},"useData":true},
    text: {"0":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"sales_support_request.website",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":4,"column":0},"end":{"line":4,"column":37}}})) != null ? stack1 : "")
    + "\n";
},"1":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"sales_support_request.support_link",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":7,"column":0},"end":{"line":7,"column":42}}})) != null ? stack1 : "")
    + "\n";
},"2":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\n--\n"
    + ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":16,"column":0},"end":{"line":16,"column":26}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "unsubscribe_link", {"start":{"line":17,"column":2},"end":{"line":17,"column":18}} ), depth0)) != null ? stack1 : "")
    + "\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(alias1,"sales_support_request.name",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":1,"column":34}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"sales_support_request.organization",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":2,"column":0},"end":{"line":2,"column":42}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"website"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":3,"column":0},"end":{"line":5,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"support_link"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":6,"column":0},"end":{"line":8,"column":7}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"support_request.message",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":10,"column":0},"end":{"line":10,"column":31}}})) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = container.lambda(container.strict(depth0, "message", {"start":{"line":12,"column":2},"end":{"line":12,"column":9}} ), depth0)) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":13,"column":0},"end":{"line":18,"column":7}}})) != null ? stack1 : "");
},"useData":true},
    html: {"0":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<li>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"sales_support_request.website",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":14,"column":4},"end":{"line":14,"column":41}}}))
    + "</li>\n";
},"1":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<li>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"sales_support_request.support_link",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":17,"column":4},"end":{"line":17,"column":46}}}))
    + "</li>\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), alias2=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>Zulip</title>\n</head>\n<body class=\"bare\" style=\"font-family: -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; font-size: 14px; line-height: 1.4;\">\n<div class=\"content\">\n<ul>\n<li>"
    + alias2(lookupProperty(helpers,"t").call(alias1,"sales_support_request.name",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":11,"column":4},"end":{"line":11,"column":38}}}))
    + "</li>\n<li>"
    + alias2(lookupProperty(helpers,"t").call(alias1,"sales_support_request.organization",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":12,"column":4},"end":{"line":12,"column":46}}}))
    + "</li>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"website"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":13,"column":0},"end":{"line":15,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"support_link"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":16,"column":0},"end":{"line":18,"column":7}}})) != null ? stack1 : "")
    + "</ul>\n<p>"
    + alias2(lookupProperty(helpers,"t").call(alias1,"support_request.message",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":20,"column":3},"end":{"line":20,"column":34}}}))
    + "</p>\n<blockquote style=\"margin: 0 0 16px; padding-left: 12px; border-left: 3px solid #dddddd; white-space: pre-wrap;\">"
    + alias2(container.lambda(container.strict(depth0, "message", {"start":{"line":21,"column":115},"end":{"line":21,"column":122}} ), depth0))
    + "</blockquote>\n</div>\n</body>\n</html>\n";
},"useData":true},
  },
  sponsorship_request: {
    subject: {"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"sponsorship_request.subject",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":1,"column":35}}})) != null ? stack1 : "")
    + "\n";
},"useData":true},
    text: {"0":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"sales_support_request.website",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":6,"column":0},"end":{"line":6,"column":37}}})) != null ? stack1 : "")
    + "\n";
},"1":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"sponsorship_request.users",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":9,"column":0},"end":{"line":9,"column":33}}})) != null ? stack1 : "")
    + "\n";
},"2":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"sponsorship_request.plan",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":12,"column":0},"end":{"line":12,"column":32}}})) != null ? stack1 : "")
    + "\n";
},"3":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\n--\n"
    + ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":21,"column":0},"end":{"line":21,"column":26}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "unsubscribe_link", {"start":{"line":22,"column":2},"end":{"line":22,"column":18}} ), depth0)) != null ? stack1 : "")
    + "\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(alias1,"support_request.intro",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":1,"column":29}}})) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"support_request.by",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":3,"column":0},"end":{"line":3,"column":26}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"sponsorship_request.type",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":4,"column":0},"end":{"line":4,"column":32}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"website"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":5,"column":0},"end":{"line":7,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"expected_total_users"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":8,"column":0},"end":{"line":10,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"plan_to_use_zulip"),{"name":"if","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":11,"column":0},"end":{"line":13,"column":7}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"sponsorship_request.description",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":15,"column":0},"end":{"line":15,"column":39}}})) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = container.lambda(container.strict(depth0, "description", {"start":{"line":17,"column":2},"end":{"line":17,"column":13}} ), depth0)) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(3, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":18,"column":0},"end":{"line":23,"column":7}}})) != null ? stack1 : "");
},"useData":true},
    html: {"0":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<li>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"sales_support_request.website",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":15,"column":4},"end":{"line":15,"column":41}}}))
    + "</li>\n";
},"1":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<li>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"sponsorship_request.users",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":18,"column":4},"end":{"line":18,"column":37}}}))
    + "</li>\n";
},"2":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<li>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"sponsorship_request.plan",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":21,"column":4},"end":{"line":21,"column":36}}}))
    + "</li>\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), alias2=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>Zulip</title>\n</head>\n<body class=\"bare\" style=\"font-family: -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; font-size: 14px; line-height: 1.4;\">\n<div class=\"content\">\n<p>"
    + alias2(lookupProperty(helpers,"t").call(alias1,"support_request.intro",{"name":"t","hash":{"support_url":lookupProperty(helpers,"link").call(alias1,lookupProperty(depth0,"support_url"),{"name":"link","hash":{},"data":data,"loc":{"start":{"line":10,"column":43},"end":{"line":10,"column":61}}})},"data":data,"loc":{"start":{"line":10,"column":3},"end":{"line":10,"column":63}}}))
    + "</p>\n<ul>\n<li>"
    + alias2(lookupProperty(helpers,"t").call(alias1,"support_request.by",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":12,"column":4},"end":{"line":12,"column":30}}}))
    + "</li>\n<li>"
    + alias2(lookupProperty(helpers,"t").call(alias1,"sponsorship_request.type",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":13,"column":4},"end":{"line":13,"column":36}}}))
    + "</li>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"website"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":14,"column":0},"end":{"line":16,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"expected_total_users"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":17,"column":0},"end":{"line":19,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"plan_to_use_zulip"),{"name":"if","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":20,"column":0},"end":{"line":22,"column":7}}})) != null ? stack1 : "")
    + "</ul>\n<p>"
    + alias2(lookupProperty(helpers,"t").call(alias1,"sponsorship_request.description",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":24,"column":3},"end":{"line":24,"column":42}}}))
    + "</p>\n<blockquote style=\"margin: 0 0 16px; padding-left: 12px; border-left: 3px solid #dddddd; white-space: pre-wrap;\">"
    + alias2(container.lambda(container.strict(depth0, "description", {"start":{"line":25,"column":115},"end":{"line":25,"column":126}} ), depth0))
    + "</blockquote>\n</div>\n</body>\n</html>\n";
},"useData":true},
  },
  sponsorship_approved_community_plan: {
    subject: {"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"sponsorship_approved_community_plan.subject",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":1,"column":51}}})) != null ? stack1 : "")
    + "\n";
},"useData":true},
    text: {"0":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.hello",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":2,"column":0},"end":{"line":2,"column":20}}})) != null ? stack1 : "")
    + "\n\n";
},"1":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"sponsorship_approved_community_plan.button",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":8,"column":0},"end":{"line":8,"column":50}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "plans_link", {"start":{"line":9,"column":2},"end":{"line":9,"column":12}} ), depth0)) != null ? stack1 : "")
    + "\n\n";
},"2":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\n--\n"
    + ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":16,"column":0},"end":{"line":16,"column":26}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "unsubscribe_link", {"start":{"line":17,"column":2},"end":{"line":17,"column":18}} ), depth0)) != null ? stack1 : "")
    + "\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"user_name"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":4,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"sponsorship_approved_community_plan.intro",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":5,"column":0},"end":{"line":5,"column":49}}})) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"plans_link"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":7,"column":0},"end":{"line":11,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"common.support",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":12,"column":0},"end":{"line":12,"column":22}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":13,"column":0},"end":{"line":18,"column":7}}})) != null ? stack1 : "");
},"useData":true},
    html: {"0":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.hello",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":14,"column":3},"end":{"line":14,"column":23}}}))
    + "</p>\n";
},"1":function(container,depth0,helpers,partials,data) {
    var alias1=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p><a class=\"button\" href=\""
    + alias1(container.lambda(container.strict(depth0, "plans_link", {"start":{"line":18,"column":29},"end":{"line":18,"column":39}} ), depth0))
    + "\" style=\"display: inline-block; padding: 12px 24px; border-radius: 4px; background-color: #5f5ec7; color: #ffffff; text-decoration: none;\">"
    + alias1(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"sponsorship_approved_community_plan.button",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":18,"column":180},"end":{"line":18,"column":230}}}))
    + "</a></p>\n";
},"2":function(container,depth0,helpers,partials,data) {
    var alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + container.escapeExpression(lookupProperty(helpers,"link").call(alias1,lookupProperty(depth0,"unsubscribe_link"),lookupProperty(helpers,"t").call(alias1,"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":26,"column":27},"end":{"line":26,"column":51}}}),{"name":"link","hash":{},"data":data,"loc":{"start":{"line":26,"column":3},"end":{"line":26,"column":53}}}))
    + "</p>\n";
},"3":function(container,depth0,helpers,partials,data) {
    return "<p class=\"address\">"
    + container.escapeExpression(container.lambda(container.strict(depth0, "physical_address", {"start":{"line":29,"column":21},"end":{"line":29,"column":37}} ), depth0))
    + "</p>\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=container.escapeExpression, alias4=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>Zulip</title>\n</head>\n<body class=\"page\" style=\"margin: 0; background-color: #f5f9f8; font-family: -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; font-size: 16px; line-height: 1.5; color: #333333;\">\n<table class=\"page-table\" role=\"presentation\" style=\"width: 100%; border-collapse: collapse;\"><tr><td align=\"center\">\n<div class=\"card\" style=\"box-sizing: border-box; max-width: 580px; min-width: 300px; margin: 24px auto; padding: 32px; border-radius: 8px; background-color: #ffffff; text-align: left;\">\n<img class=\"illustration\" src=\""
    + alias3(alias2(alias1(depth0, "email_images_base_url", {"start":{"line":11,"column":33},"end":{"line":11,"column":54}} ), depth0))
    + "/email-logo.png\" alt width=\"120\" style=\"display: block; margin: 0 auto 24px;\">\n<div class=\"content\">\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"user_name"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":13,"column":0},"end":{"line":15,"column":7}}})) != null ? stack1 : "")
    + "<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"sponsorship_approved_community_plan.intro",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":16,"column":3},"end":{"line":16,"column":52}}}))
    + "</p>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"plans_link"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":17,"column":0},"end":{"line":19,"column":7}}})) != null ? stack1 : "")
    + "<p>"
    + alias3(lookupProperty(helpers,"t").call(alias4,"common.support",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":20,"column":3},"end":{"line":20,"column":25}}}))
    + "</p>\n</div>\n<img class=\"footer-picture\" src=\""
    + alias3(alias2(alias1(depth0, "email_images_base_url", {"start":{"line":22,"column":35},"end":{"line":22,"column":56}} ), depth0))
    + "/email-footer.png\" alt width=\"36\" style=\"display: block; margin: 24px auto 0;\">\n</div>\n<div class=\"footer\" style=\"font-size: 12px; color: #777777;\">\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":25,"column":0},"end":{"line":27,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias4,lookupProperty(depth0,"physical_address"),{"name":"if","hash":{},"fn":container.program(3, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":28,"column":0},"end":{"line":30,"column":7}}})) != null ? stack1 : "")
    + "</div>\n</td></tr></table>\n</body>\n</html>\n";
},"useData":true},
  },
  demo_request: {
    subject: {"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"demo_request.subject",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":1,"column":28}}})) != null ? stack1 : "")
    + "\n";
},"useData":true},
    text: {"0":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"demo_request.role",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":4,"column":0},"end":{"line":4,"column":25}}})) != null ? stack1 : "")
    + "\n";
},"1":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"demo_request.type",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":7,"column":0},"end":{"line":7,"column":25}}})) != null ? stack1 : "")
    + "\n";
},"2":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"demo_request.website",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":10,"column":0},"end":{"line":10,"column":28}}})) != null ? stack1 : "")
    + "\n";
},"3":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"demo_request.users",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":13,"column":0},"end":{"line":13,"column":26}}})) != null ? stack1 : "")
    + "\n";
},"4":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"support_request.message",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":17,"column":0},"end":{"line":17,"column":31}}})) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = container.lambda(container.strict(depth0, "message", {"start":{"line":19,"column":2},"end":{"line":19,"column":9}} ), depth0)) != null ? stack1 : "")
    + "\n\n";
},"5":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\n--\n"
    + ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":25,"column":0},"end":{"line":25,"column":26}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "unsubscribe_link", {"start":{"line":26,"column":2},"end":{"line":26,"column":18}} ), depth0)) != null ? stack1 : "")
    + "\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(alias1,"sales_support_request.name",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":1,"column":34}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"t").call(alias1,"demo_request.email",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":2,"column":0},"end":{"line":2,"column":26}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"role"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":3,"column":0},"end":{"line":5,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"organization_type"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":6,"column":0},"end":{"line":8,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"organization_website"),{"name":"if","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":9,"column":0},"end":{"line":11,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"expected_user_count"),{"name":"if","hash":{},"fn":container.program(3, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":12,"column":0},"end":{"line":14,"column":7}}})) != null ? stack1 : "")
    + "\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"message"),{"name":"if","hash":{},"fn":container.program(4, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":16,"column":0},"end":{"line":21,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(5, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":22,"column":0},"end":{"line":27,"column":7}}})) != null ? stack1 : "");
},"useData":true},
    html: {"0":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<li>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"demo_request.role",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":14,"column":4},"end":{"line":14,"column":29}}}))
    + "</li>\n";
},"1":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<li>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"demo_request.type",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":17,"column":4},"end":{"line":17,"column":29}}}))
    + "</li>\n";
},"2":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<li>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"demo_request.website",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":20,"column":4},"end":{"line":20,"column":32}}}))
    + "</li>\n";
},"3":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<li>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"demo_request.users",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":23,"column":4},"end":{"line":23,"column":30}}}))
    + "</li>\n";
},"4":function(container,depth0,helpers,partials,data) {
    var alias1=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<p>"
    + alias1(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"support_request.message",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":27,"column":3},"end":{"line":27,"column":34}}}))
    + "</p>\n<blockquote style=\"margin: 0 0 16px; padding-left: 12px; border-left: 3px solid #dddddd; white-space: pre-wrap;\">"
    + alias1(container.lambda(container.strict(depth0, "message", {"start":{"line":28,"column":115},"end":{"line":28,"column":122}} ), depth0))
    + "</blockquote>\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), alias2=container.escapeExpression, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>Zulip</title>\n</head>\n<body class=\"bare\" style=\"font-family: -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; font-size: 14px; line-height: 1.4;\">\n<div class=\"content\">\n<ul>\n<li>"
    + alias2(lookupProperty(helpers,"t").call(alias1,"sales_support_request.name",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":11,"column":4},"end":{"line":11,"column":38}}}))
    + "</li>\n<li>"
    + alias2(lookupProperty(helpers,"t").call(alias1,"demo_request.email",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":12,"column":4},"end":{"line":12,"column":30}}}))
    + "</li>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"role"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":13,"column":0},"end":{"line":15,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"organization_type"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":16,"column":0},"end":{"line":18,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"organization_website"),{"name":"if","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":19,"column":0},"end":{"line":21,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"expected_user_count"),{"name":"if","hash":{},"fn":container.program(3, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":22,"column":0},"end":{"line":24,"column":7}}})) != null ? stack1 : "")
    + "</ul>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"message"),{"name":"if","hash":{},"fn":container.program(4, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":26,"column":0},"end":{"line":29,"column":7}}})) != null ? stack1 : "")
    + "</div>\n</body>\n</html>\n";
},"useData":true},
  },
  error_processing_invoice: {
    subject: {"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"error_processing_invoice.subject",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":1,"column":40}}})) != null ? stack1 : "")
    + "\n";
},"useData":true},
    text: {"0":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"error_processing_invoice.reason",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":4,"column":0},"end":{"line":4,"column":39}}})) != null ? stack1 : "")
    + "\n";
},"1":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"error_processing_invoice.last_update",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":7,"column":0},"end":{"line":7,"column":44}}})) != null ? stack1 : "")
    + "\n";
},"2":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\n--\n"
    + ((stack1 = lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"common.unsubscribe",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":12,"column":0},"end":{"line":12,"column":26}}})) != null ? stack1 : "")
    + ":\n"
    + ((stack1 = container.lambda(container.strict(depth0, "unsubscribe_link", {"start":{"line":13,"column":2},"end":{"line":13,"column":18}} ), depth0)) != null ? stack1 : "")
    + "\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"t").call(alias1,"error_processing_invoice.intro",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":1,"column":0},"end":{"line":1,"column":38}}})) != null ? stack1 : "")
    + "\n\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"notice_reason"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":3,"column":0},"end":{"line":5,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"last_audit_log_update"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":6,"column":0},"end":{"line":8,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"unsubscribe_link"),{"name":"if","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":9,"column":0},"end":{"line":14,"column":7}}})) != null ? stack1 : "");
},"useData":true},
    html: {"0":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<li>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"error_processing_invoice.reason",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":13,"column":4},"end":{"line":13,"column":43}}}))
    + "</li>\n";
},"1":function(container,depth0,helpers,partials,data) {
    var lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<li>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(depth0 != null ? depth0 : (container.nullContext || {}),"error_processing_invoice.last_update",{"name":"t","hash":{},"data":data,"loc":{"start":{"line":16,"column":4},"end":{"line":16,"column":48}}}))
    + "</li>\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>Zulip</title>\n</head>\n<body class=\"bare\" style=\"font-family: -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; font-size: 14px; line-height: 1.4;\">\n<div class=\"content\">\n<p>"
    + container.escapeExpression(lookupProperty(helpers,"t").call(alias1,"error_processing_invoice.intro",{"name":"t","hash":{"support_url":lookupProperty(helpers,"link").call(alias1,lookupProperty(depth0,"support_url"),{"name":"link","hash":{},"data":data,"loc":{"start":{"line":10,"column":52},"end":{"line":10,"column":70}}})},"data":data,"loc":{"start":{"line":10,"column":3},"end":{"line":10,"column":72}}}))
    + "</p>\n<ul>\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"notice_reason"),{"name":"if","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":12,"column":0},"end":{"line":14,"column":7}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias1,lookupProperty(depth0,"last_audit_log_update"),{"name":"if","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":15,"column":0},"end":{"line":17,"column":7}}})) != null ? stack1 : "")
    + "</ul>\n</div>\n</body>\n</html>\n";
},"useData":true},
  },
};
