"""Filing tables written for tests, in the shapes that offices give them."""

from collections.abc import Sequence
from pathlib import Path

import openpyxl

HEADER = [
    *["序号", "主办单位", "平台类型", "账号名称", "账号ID", "主页链接", "认证情况", "开设日期"],
    *["备案编号", "运营状态", "负责人", "联系电话"],
]
WEIBO = [
    *["1", "临江市人民政府办公室", "政务微博", "临江发布", "5044281310", "https://weibo.com/u/5044281310"],
    *["已认证", "2019年3月5日", "LJ-001", "正常运行", "张三丰", "13800000000"],
]
WECHAT = [
    *["2", "临江市教育局", "微信公众号（订阅号）", "临江教育", "gh_5f3a1b2c3d4e", ""],
    *["未认证", "2020.6.1", "LJ-002", "已关停", "李四光", "13900000000"],
]


def csv(folder: Path, *lines: Sequence[str], encoding: str = "utf-8-sig", name: str = "备案表.csv") -> Path:
    path = folder / name
    path.write_bytes("\r\n".join(",".join(line) for line in lines).encode(encoding))
    return path


def xlsx(folder: Path, *merged: str, **sheets: Sequence[Sequence[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append([None if cell == "" else cell for cell in line])
        for cells in merged:
            sheet.merge_cells(cells)
    path = folder / "备案表.xlsx"
    book.save(path)
    return path
