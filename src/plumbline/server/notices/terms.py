"""Words of messages in both languages."""

from collections.abc import Mapping

from plumbline.rulebook.model import Text

CHANNELS: Mapping[str, Text] = {
    "email": Text(zh="电子邮件", en="e-mail"),
    "dingtalk": Text(zh="钉钉机器人", en="DingTalk robot"),
    "feishu": Text(zh="飞书机器人", en="Feishu robot"),
    "wecom": Text(zh="企业微信机器人", en="WeCom robot"),
    "webhook": Text(zh="Webhook", en="webhook"),
    "desk": Text(zh="仅在工作台查看", en="only at the desk"),
}
STATES: Mapping[str, Text] = {
    "waiting": Text(zh="待发送", en="waiting"),
    "sending": Text(zh="发送中", en="being sent"),
    "sent": Text(zh="已发送", en="sent"),
    "held": Text(zh="超过上限，未发送", en="held back: over the ceiling"),
    "failed": Text(zh="发送失败", en="could not be sent"),
    "shown": Text(zh="仅在工作台", en="at the desk only"),
}
ACTIONS: Mapping[str, Text] = {"notices.prefer": Text(zh="修改消息设置", en="message settings changed")}
FIELDS: Mapping[str, Text] = {
    "channel": Text(zh="接收方式", en="channel"),
    "address": Text(zh="地址", en="address"),
    "digest": Text(zh="每日汇总", en="digest"),
    "ceiling": Text(zh="每季度上限", en="ceiling"),
}
