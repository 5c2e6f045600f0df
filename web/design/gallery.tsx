import { useState } from 'react';
import { useFormat } from '../words/format.ts';
import { Badge } from './badge.tsx';
import { Button, LinkButton } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Bars, Figure } from './figures.tsx';
import { FormGallery } from './gallery-forms.tsx';
import { districts, type Row as RowData, rows, steps, tasks, timeline } from './gallery-samples.ts';
import { Beside, Card, Grid, Page, Row, Stack } from './layout.tsx';
import { More } from './more.tsx';
import { NextStep, Stepper, TaskList, Timeline } from './record.tsx';
import { Empty, ErrorState, Loading, NoPermission } from './states.tsx';
import { type Column, DescriptionList, Table } from './table.tsx';
import { Tabs } from './tabs.tsx';
import { toast } from './toast.tsx';

function Records() {
  const format = useFormat();
  const [tab, setTab] = useState('overview');
  const columns: readonly Column<RowData>[] = [
    { key: 'name', label: '项目', cell: ({ name }) => <a href="#main">{name}</a> },
    { key: 'organisation', label: '申报机构', cell: ({ organisation }) => organisation },
    { key: 'amount', label: '申请金额', align: 'right', cell: ({ amountFen }) => format.money(amountFen) },
    { key: 'phase', label: '状态', cell: ({ phase }) => <Badge tone="active">{phase}</Badge> },
  ];
  return (
    <Beside>
      <Stack>
        <Card title="申报列表" actions={<LinkButton to="/design">导出</LinkButton>}>
          <Table caption="本次招募的申报" hideCaption columns={columns} rows={rows} keyOf={({ id }) => id} />
          <More shown={3} hasMore onMore={() => undefined} />
        </Card>
        <Card title="申报书">
          <TaskList tasks={tasks} />
        </Card>
        <Card>
          <Tabs
            label="项目资料"
            selected={tab}
            onSelect={setTab}
            tabs={[
              {
                id: 'overview',
                label: '概况',
                content: (
                  <DescriptionList
                    terms={[
                      { label: '申报机构', value: '示例助老服务中心' },
                      { label: '申请金额', value: format.money(18_650_000) },
                      { label: '服务周期', value: `${format.date('2026-04-01')} 至 ${format.date('2027-03-31')}` },
                      { label: '服务区域', value: '浦东新区、静安区' },
                    ]}
                  />
                ),
              },
              {
                id: 'budget',
                label: '预算',
                content: <Empty title="还没有预算" note="填写服务项目后自动带出预算行。" />,
              },
              { id: 'documents', label: '附件（3）', content: <p>三份附件。</p> },
            ]}
          />
        </Card>
      </Stack>
      <Card title="办理记录">
        <Timeline entries={timeline} />
      </Card>
    </Beside>
  );
}

function States() {
  const [open, setOpen] = useState(false);
  return (
    <Stack>
      <Grid>
        <Empty
          title="还没有申报"
          note="招募开放期间，可在此创建申报。"
          action={<LinkButton to="/design">查看招募</LinkButton>}
        />
        <ErrorState code="request.busy" retry={() => undefined} />
        <NoPermission />
        <Card title="加载中">
          <Loading />
        </Card>
      </Grid>
      <Row>
        <Button onClick={() => setOpen(true)}>打开对话框</Button>
        <Button onClick={() => toast('已保存')}>显示提示</Button>
        <Button onClick={() => toast('记录已被他人更新，请刷新后重试', 'refused')}>显示拒绝</Button>
      </Row>
      <Dialog
        open={open}
        title="确认退回这份申报？"
        onClose={() => setOpen(false)}
        actions={
          <>
            <Button kind="danger" onClick={() => setOpen(false)}>
              退回
            </Button>
            <Button onClick={() => setOpen(false)}>取消</Button>
          </>
        }
      >
        <p>申报机构会收到邮件，补正期为 5 个工作日。</p>
      </Dialog>
    </Stack>
  );
}

/** Every component in every state on one page, to be looked at and to be checked by axe. */
export function Gallery() {
  const format = useFormat();
  const soon = new Date(Date.now() + 2 * 86_400_000).toISOString();
  const later = new Date(Date.now() + 20 * 86_400_000).toISOString();
  return (
    <Page
      title="高龄独居老人助浴与照护"
      badge={<Badge tone="due">待补正</Badge>}
      lead="HB-2026-0042 · 示例助老服务中心 · “沪帮沪助”照护服务专项"
      crumbs={[
        { label: '首页', to: '/' },
        { label: '我的申报', to: '/portal' },
      ]}
      actions={
        <>
          <Button>打印</Button>
          <Button kind="primary">提交补正</Button>
        </>
      }
    >
      <Stepper steps={steps} current="专家评审" />
      <NextStep what="补充预算测算依据并重新提交" due={soon} action={<Button kind="primary">去补正</Button>} />
      <NextStep what="完成专家评审" who="5 位评审专家" due={later} />
      <NextStep />
      <Row>
        <Badge>草稿</Badge>
        <Badge tone="active">执行中</Badge>
        <Badge tone="due">待补正</Badge>
        <Badge tone="done">已结项</Badge>
        <Badge tone="refused">不予立项</Badge>
      </Row>
      <Grid min="12rem">
        <Card>
          <Figure value={format.number(126)} unit="个" label="累计资助项目" note="2018 年以来" />
        </Card>
        <Card>
          <Figure value="12 万余" unit="人次" label="帮扶困难群众" note="按服务记录统计" />
        </Card>
        <Card>
          <Figure value="720" unit="万元" label="首期资金" note="2025 年 3 月设立" />
        </Card>
        <Card>
          <Figure value={format.percent(0.874)} label="服务量完成率" note="本季度" />
        </Card>
      </Grid>
      <Card title="各区已发布需求">
        <Bars label="各区已发布需求数" bars={districts} />
      </Card>
      <Records />
      <FormGallery />
      <States />
    </Page>
  );
}
