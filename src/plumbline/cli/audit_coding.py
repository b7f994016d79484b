"""The coding sheet: what readers are to call a purchase mark. It is part of the finding."""

from datetime import date


def coding_sheet(drawn_on: date, items: int) -> str:
    """The sheet in Chinese and English (Markdown)."""
    return f"""# 核查说明 · Coding sheet

名单日期 lists of: {drawn_on.isoformat()} · 待核查 profiles: {items}

## 怎样填写 · How to fill in

- 每行是一名粉丝，已去除身份信息，顺序随机打乱，来自多个账号。请独立填写，不要与另一名读者商量，不要猜测来自哪个账号。
- “标记”栏填：`1` 带有购买特征，`0` 没有，`?` 资料不足、说不清。每行都要填。
- Each row is one follower without identity, of one of several accounts, in random order. Work alone; do not guess
  the account.
- Column “mark”: `1` shows purchase marks, `0` does not, `?` cannot be told. Fill in every row.

## 什么算购买特征 · What counts as a purchase mark

| | 迹象 sign |
|---|---|
| A | 发帖 0 至 1 条 · 0 or 1 post |
| B | 粉丝不足 20 人 · under 20 followers |
| C | 关注数在 100 以上，并且是粉丝数的 10 倍以上 · follows 100 or more, and ten times as many as follow it |
| D | 没有头像 · no avatar |
| E | 没有简介 · no bio |
| F | 名称中有 6 个以上数字 · six or more digits in the name |
| G | 注册满一年，近一年没有发帖 · registered for a year or more, and no post in the last year |

- **1**：有三项以上，并且其中有 C、D 或者 F。 Three signs or more, C, D or F among them.
- **0**：不足三项，或者没有 C、D、F。 Fewer than three, or none of C, D, F.
- **0**：名单日期前三个月内注册的新用户，除非有五项以上。新用户本来就空。
  Registered in the three months before the day of the lists, unless there are five signs: real newcomers are empty too.
- **?**：空白太多，差一项就会改变答案。 So much is blank that one more field would change the answer.

空白表示未知，不算迹象。数字只保留前两位。 Blank means unknown and is no sign. Counts are cut to two digits.

## 注意 · Remember

符合特征不等于被购买：沉默的真人、备用号、老人的账号也可能符合。没有人能从资料看出是谁付的钱。这里统计的只是占比，不对任何粉丝下结论。
A mark is no proof: silent people, second accounts and elderly users can show it, and nobody sees from a profile who
paid. What is counted is a share; nothing is said of any follower.
"""
