import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { director, experts, officer } from '#infra/sample/people';
import { projects } from '#infra/sample/projects';
import * as round from '#infra/sample/round';
import { dayMs, instantOf } from '#shared/kernel/instant';
import { care, openSetting } from './browser-setting.ts';
import { launch, settled, type Visit, visit } from './browser-visitor.ts';

let setting: Awaited<ReturnType<typeof openSetting>>;
let browser: Browser;
beforeAll(async () => {
  [setting, browser] = await Promise.all([openSetting(), launch()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await setting?.close();
});

const project = projects.home;
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const onward = (page: Page, name: string) => button(page, `下一项：${name}`).click();
const isSaved = (page: Page) => page.getByText(/^已保存，\d\d:\d\d$/).waitFor();
const dialogOf = (page: Page) => page.getByRole('dialog');

async function fillAll(page: Page, values: Readonly<Record<string, string>>, group?: string) {
  const where = group === undefined ? page : page.getByRole('group', { name: group, exact: true });
  for (const [label, value] of Object.entries(values)) await where.getByLabel(label).fill(value);
}

async function fillProject({ page, picture, heading }: Visit) {
  await heading('项目概况');
  await page.getByLabel('项目简介').waitFor();
  expect(await page.getByLabel('项目名称').inputValue()).toBe(project.title);
  await fillAll(page, {
    项目简介: project.summary,
    计划开始日期: instantOf(setting.cast.world.clock.now() + 60 * dayMs).slice(0, 10),
    项目负责人: '演示负责人',
    负责人资格: '社会工作师（示例）',
  });
  await isSaved(page);
  await picture('project');
  await onward(page, '对应的需求');
}

async function fillNeeds({ page, picture, heading }: Visit) {
  await heading('对应的需求');
  await page.getByRole('combobox', { name: '区', exact: true }).selectOption('黄浦区');
  const needs = page.getByRole('group', { name: '黄浦区已发布的需求' }).getByRole('checkbox');
  await needs.first().waitFor();
  expect(await needs.count()).toBe(2);
  for (const need of await needs.all()) await need.check();
  await page.getByRole('group', { name: '已选 2 条需求' }).waitFor();
  await fillAll(page, { 需求依据: '需求来自社区救助顾问登记并发布的需求清单。' });
  await isSaved(page);
  await picture('needs');
  await onward(page, '服务项目');
}

const services = project.lines.map(({ itemCode, quantity, beneficiaries, unitYuan }) => ({
  itemCode,
  typed: { 数量: `${quantity}`, 服务人数: `${beneficiaries}`, 单价: `${unitYuan}` },
}));

async function fillServices({ page, picture, heading }: Visit) {
  await heading('服务项目');
  for (const [index, { itemCode, typed }] of services.entries()) {
    await button(page, '添加一项服务').click();
    const name = `服务 ${index + 1}`;
    const item = page.getByRole('group', { name, exact: true }).getByRole('combobox', { name: /^服务项目/ });
    await item.selectOption(itemCode);
    await fillAll(page, typed, name);
  }
  await fillAll(page, { 实施方案: project.approach });
  await isSaved(page);
  await picture('services');
}

/** A third line is only begun when the page is loaded anew. */
async function reloadServices({ page, heading }: Visit) {
  await button(page, '添加一项服务').click();
  await fillAll(page, { 数量: '7' }, '服务 3');
  await page.reload();
  await heading('服务项目');
  const typedIn = (group: string, label: string) =>
    page.getByRole('group', { name: group, exact: true }).getByLabel(label).inputValue();
  expect(await page.getByLabel('实施方案').inputValue()).toBe(project.approach);
  expect([await typedIn('服务 1', '数量'), await typedIn('服务 1', '服务人数')]).toEqual(['1200', '60']);
  expect([await typedIn('服务 2', '数量'), await typedIn('服务 2', '单价')]).toEqual(['1500', '60.00']);
  expect(await typedIn('服务 3', '数量')).toBe('7');
  await button(page, '删除 服务 3').click();
  await onward(page, '预算明细');
}

async function fillBudget({ page, picture, heading }: Visit) {
  await heading('预算明细');
  const lines = [
    ['受益人直接服务与物资', '124000', '直接服务'],
    ['人员费', '54000', '专职社工与督导'],
    ['志愿者补贴与保险', '2000', '志愿者补贴与保险'],
  ] as const;
  for (const [index, [heading, amount, note]] of lines.entries()) {
    await button(page, '添加一行').click();
    const name = `预算 ${index + 1}`;
    await page.getByRole('group', { name, exact: true }).getByLabel('科目').selectOption(heading);
    await fillAll(page, { 金额: amount, 说明: note }, name);
  }
  await fillAll(page, { 自筹和配套资金: '18000' });
  await page.getByText('在限额以内，还可申请 ¥20,000.00').waitFor();
  await isSaved(page);
  await picture('budget');
  await onward(page, '目标与成效');
}

/** Goes on at once, without waiting for the word that it is saved. */
async function fillOutcomes({ page, heading }: Visit) {
  await heading('目标与成效');
  await button(page, '添加一个目标').click();
  await fillAll(page, { 目标内容: '服务人数', 目标值: '60 人', 现状: '0', 衡量方法: '服务记录去重' }, '目标 1');
  await fillAll(page, { 可持续性: '与街镇续签，并培训社区志愿者接续。' });
  await onward(page, '承诺与声明');
}

async function declare({ page, picture, heading }: Visit) {
  await heading('承诺与声明');
  for (const statement of ['没有重大违法违规', '没有未申明的利益冲突', '个人信息', '真实、准确、完整'])
    await page.getByRole('checkbox', { name: statement }).first().check();
  await isSaved(page);
  await picture('declarations', 375);
  await onward(page, '申报书（PDF）');
}

async function uploadProposal({ page, picture, heading }: Visit) {
  await heading('申报书（PDF）');
  const buffer = await round.proposalOf(project, setting.first.name);
  const file = { name: '申报书.pdf', mimeType: 'application/pdf', buffer };
  await page.getByLabel('申报书', { exact: false }).setInputFiles(file);
  await page.getByText('已通过检查', { exact: true }).waitFor();
  await picture('proposal');
  await page.getByRole('link', { name: '下一项：核对并提交' }).click();
}

async function checkAndSubmit({ page, picture, heading }: Visit) {
  await heading('核对并提交');
  await page.getByText('与街镇续签，并培训社区志愿者接续。').waitFor();
  await page.getByText(project.approach).waitFor();
  await picture('check');
  await picture('check', 375);
  await button(page, '提交申报').click();
  await heading('申报回执');
}

it('an organisation finds the open call, fills in its application over a reload, and gets a receipt', async () => {
  const visitor = await visit(browser, 'applicant');
  const { page, picture, heading } = visitor;
  await page.goto(setting.url);
  await picture('home');
  await page.getByRole('link', { name: care.name.zh }).first().click();
  await heading(care.name.zh);
  await picture('call');
  await page.getByRole('link', { name: '登录并申报' }).click();
  await page.getByRole('button', { name: setting.first.account }).waitFor();
  await picture('sign-in');
  await visitor.signInAs(setting.first.account);

  await page.getByLabel('项目名称').fill(project.title);
  await picture('call-in-portal');
  await button(page, '开始申报').click();
  await heading(project.title);
  await picture('tasks');
  await page.getByRole('link', { name: '项目概况' }).click();
  await fillProject(visitor);
  await fillNeeds(visitor);
  await fillServices(visitor);
  await reloadServices(visitor);
  await fillBudget(visitor);
  await fillOutcomes(visitor);
  await declare(visitor);
  await uploadProposal(visitor);
  await checkAndSubmit(visitor);
  await page.getByText(/^SB-\d{4}-\d{4}$/).waitFor();
  await page.getByText('¥180,000.00').waitFor();
  await picture('receipt');
  await picture('receipt', 375);
  expect(visitor.complaints).toEqual([]);
  await visitor.leave();
});

/** From the public site to one's own inbox, as staff get there. */
async function enterConsole({ page, signInAs, heading }: Visit, account: string) {
  await page.goto(setting.url);
  await page.getByRole('link', { name: '登录与账号说明' }).first().click();
  await page.getByRole('link', { name: /^登录.*管理后台/ }).click();
  await signInAs(account);
  await heading('待办事项');
}

const phaseIs = (page: Page, phase: string) => page.locator('.hb-page-title .hb-badge', { hasText: phase }).waitFor();

async function admit({ page, picture }: Visit) {
  await button(page, '通过资格审查').click();
  await dialogOf(page).getByLabel('理由').fill('材料齐全，符合申报条件。');
  await picture('admit');
  await dialogOf(page).getByRole('button', { name: '通过资格审查' }).click();
  await phaseIs(page, '资格通过');
}

async function assign({ page, picture }: Visit) {
  await button(page, '分配评审专家').click();
  for (const { name } of experts.slice(0, 3)) await dialogOf(page).getByLabel(name).check();
  await dialogOf(page).getByText('每份申报需要 3 位专家，已选 3 位').waitFor();
  await picture('assign');
  await dialogOf(page).getByRole('button', { name: '分配评审专家' }).click();
  await phaseIs(page, '评审中');
}

async function propose({ page, picture }: Visit) {
  await page.reload();
  await phaseIs(page, '评审完成');
  await page.getByRole('tab', { name: '评审' }).click();
  await settled(page);
  await picture('reviewed');
  await button(page, '提出立项建议').click();
  await dialogOf(page).getByLabel('建议资助金额').fill('130000');
  await dialogOf(page).getByLabel('理由').fill('得分居前，核减场地费。');
  await picture('propose');
  await dialogOf(page).getByRole('button', { name: '提出立项建议' }).click();
  await phaseIs(page, '拟立项');
}

it('an officer admits, assigns and proposes, the director confirms, and the public notice shows it', async () => {
  const { bath } = projects;
  const { cast } = setting;
  const applicationId = await setting.handIn(bath);
  const atOfficer = await visit(browser, 'officer');
  await enterConsole(atOfficer, officer.account);
  await atOfficer.picture('inbox');
  await atOfficer.page.getByRole('link', { name: bath.title }).click();
  await atOfficer.heading(bath.title);
  await atOfficer.picture('record');
  await admit(atOfficer);
  await assign(atOfficer);
  for (const { account } of experts.slice(0, 3)) {
    await round.acceptReview(cast, account, applicationId);
    await round.scoreReview(cast, account, applicationId, 0.86);
  }
  await round.reviewClosed(cast, applicationId);
  await propose(atOfficer);
  expect(await button(atOfficer.page, '确认立项').count()).toBe(0);
  await atOfficer.picture('proposed');

  const atDirector = await visit(browser, 'director');
  const { page } = atDirector;
  await enterConsole(atDirector, director.account);
  await atDirector.picture('inbox');
  await page.getByRole('link', { name: bath.title }).click();
  await button(page, '确认立项').click();
  await dialogOf(page).getByText('确认后预留资金 ¥130,000.00').waitFor();
  await atDirector.picture('confirm');
  await dialogOf(page).getByRole('button', { name: '确认立项' }).click();
  await phaseIs(page, '公示中');
  const lastDay = /截止 (\S+日)/.exec((await page.getByText('截止 ').first().textContent()) ?? '')?.[1] ?? 'none';
  await atDirector.picture('in-notice', 375);

  const visitor = await visit(browser, 'public');
  await visitor.page.goto(setting.url);
  await visitor.page.getByRole('link', { name: '公示', exact: true }).first().click();
  const line = visitor.page.getByRole('row', { name: bath.title });
  await line.getByText('¥130,000.00').waitFor();
  await line.getByText(setting.second.name).waitFor();
  await line.getByText(lastDay).waitFor();
  await visitor.picture('notice');
  await visitor.picture('notice', 375);
  expect([atOfficer, atDirector, visitor].flatMap(({ complaints }) => complaints)).toEqual([]);
  await Promise.all([atOfficer, atDirector, visitor].map(({ leave }) => leave()));
});
