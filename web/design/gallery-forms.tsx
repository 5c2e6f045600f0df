import { useState } from 'react';
import { Button } from './button.tsx';
import { Checkbox, CheckboxGroup, RadioGroup, Select } from './choices.tsx';
import { FileUpload, type UploadState } from './file-upload.tsx';
import { DateInput, MoneyInput, NumberInput, TextArea, TextInput } from './inputs.tsx';
import { Beside, Card, Row, Stack } from './layout.tsx';
import { ProblemSummary } from './problem-summary.tsx';

const groups = [
  { value: 'TG01', label: '最低生活保障对象' },
  { value: 'TG02', label: '特困人员', hint: '分散供养的特困人员优先' },
  { value: 'TG03', label: '最低生活保障边缘家庭' },
] as const;
const classes = [
  { value: 'care', label: '照护服务' },
  { value: 'living', label: '生活服务' },
  { value: 'companionship', label: '关爱服务' },
] as const;
type Group = (typeof groups)[number]['value'];
type Class = (typeof classes)[number]['value'];

const uploads: readonly (UploadState & { readonly id: string; readonly label: string })[] = [
  { id: 'a', label: '项目申报书', kind: 'empty' },
  { id: 'b', label: '上年度审计报告', kind: 'uploading', fileName: '2025年度审计报告（盖章扫描件）.pdf', percent: 64 },
  { id: 'c', label: '法人登记证书', kind: 'checking', fileName: '登记证书.pdf' },
  { id: 'd', label: '章程', kind: 'done', fileName: '章程.pdf', bytes: 1_840_000 },
  { id: 'e', label: '街镇支持函', kind: 'refused', fileName: '支持函.pdf', why: '文件内容不是 PDF，请重新导出后上传' },
];

export function FormGallery() {
  const [name, setName] = useState('高龄独居老人助浴与照护');
  const [code, setCode] = useState('52310000DEM000014X');
  const [summary, setSummary] = useState('为浦东新区 60 户 80 岁以上独居老人提供每月 4 次上门助浴与巡访。');
  const [people, setPeople] = useState<number | undefined>(60);
  const [amount, setAmount] = useState<number | undefined>(18_650_000);
  const [day, setDay] = useState('2026-04-01');
  const [kind, setKind] = useState<Class | ''>('');
  const [chosen, setChosen] = useState<Class | ''>('care');
  const [targets, setTargets] = useState<readonly Group[]>(['TG01']);
  const [agreed, setAgreed] = useState(false);
  return (
    <Beside split="half">
      <Card title="表单">
        <form className="hb-form" onSubmit={(event) => event.preventDefault()} noValidate>
          <ProblemSummary fields={{ uscc: '校验位不正确，请核对登记证书' }} labels={{ uscc: '统一社会信用代码' }} />
          <TextInput label="项目名称" name="name" required value={name} onChange={setName} />
          <TextInput
            label="统一社会信用代码"
            name="uscc"
            required
            short
            hint="18 位，见登记证书"
            error="校验位不正确，请核对登记证书"
            value={code}
            onChange={setCode}
          />
          <TextArea label="项目简介" name="summary" required limit={200} value={summary} onChange={setSummary} />
          <NumberInput label="服务人数" name="people" required unit="人" value={people} onChange={setPeople} />
          <MoneyInput
            label="申请金额"
            name="amountFen"
            required
            hint="单项上限 200,000.00 元"
            value={amount}
            onChange={setAmount}
          />
          <DateInput label="开始日期" name="from" required value={day} onChange={setDay} />
          <Select label="服务类别" name="class" required options={classes} value={kind} onChange={setKind} />
          <RadioGroup label="主要类别" name="main" options={classes} value={chosen} onChange={setChosen} />
          <CheckboxGroup
            label="服务对象"
            name="targets"
            optional
            hint="可多选"
            options={groups}
            value={targets}
            onChange={setTargets}
          />
          <Checkbox
            label="我已阅读并同意《个人信息保护承诺》"
            name="agreed"
            required
            checked={agreed}
            onChange={setAgreed}
            error={agreed ? undefined : '请先阅读并勾选'}
          />
          <TextInput label="不可修改" name="locked" disabled value="申报编号 HB-2026-0042" onChange={setName} />
          <Row>
            <Button kind="primary" type="submit">
              保存并继续
            </Button>
            <Button>保存草稿</Button>
            <Button kind="plain">取消</Button>
          </Row>
        </form>
      </Card>
      <Card title="上传与按钮">
        <Stack>
          {uploads.map(({ id, label, ...state }) => (
            <FileUpload
              key={id}
              label={label}
              name={`upload-${id}`}
              kinds="PDF"
              accept={['application/pdf']}
              maxBytes={20_000_000}
              state={state}
              onPick={() => undefined}
              onCancel={() => undefined}
            />
          ))}
          <Row>
            <Button kind="danger">退回申报</Button>
            <Button kind="primary" busy>
              正在提交
            </Button>
            <Button disabled>不可用</Button>
          </Row>
        </Stack>
      </Card>
    </Beside>
  );
}
