import type { home as zh } from './public-home.zh.ts';
import type { Words } from './words.ts';

export const home: Words<typeof zh> = {
  name: 'Hu Bang Hu Zhu · Fund for service-type social assistance',
  title: 'Every donation becomes a service for someone who needs it',
  lead: 'The fund calls openly for projects and pays social organisations and volunteer teams to bring care, daily-living and companionship services to people in difficulty.',
  seeCalls: 'See the open calls',
  seeNeeds: 'See where help is needed',
  promiseTitle: 'Our promise',
  promises: {
    who: {
      title: 'Who is helped can be identified',
      text: 'There is proof of who was served. Personal data are encrypted; looking at them takes a reason and leaves a record.',
    },
    how: {
      title: 'The process can be traced',
      text: 'From application and review to public notice and payment: who did each step, when and on what grounds is on record.',
    },
    effect: {
      title: 'The effect can be verified',
      text: 'A third party evaluates accessibility, suitability, effectiveness and sustainability; the result counts in the next round.',
    },
  },
  openCalls: 'Open calls',
  noOpenCalls: 'No call is open at present',
  noOpenCallsWhy: 'New calls are published here. Past calls and the service list show what to expect.',
  allCalls: 'All calls',
  closes: (date) => `Closes ${date}`,
  budget: 'Budget',
  cap: 'At most, per project',
  loopTitle: 'Needs list – service list – fund pool',
  loopLead: 'Needs decide on services, services draw on the fund, and the three form one loop.',
  loopBack: 'What evaluation finds returns to the next round of needs, standards and awards',
  loop: {
    needs: {
      title: 'Needs list',
      text: 'Community advisers find needs on their visits. Once verified they are published as counts, never as people.',
      unit: 'needs to be met',
      more: 'See the needs list',
    },
    services: {
      title: 'Service list',
      text: 'Each service has a standard: whom it is for, what it contains, its quality and reference price, version by version.',
      unit: 'services in three classes',
      more: 'See the service list',
    },
    pool: {
      title: 'Fund pool',
      text: 'Donations enter the fund, are awarded by the rules of a call and paid to the organisations in instalments.',
      unit: 'received so far',
      spent: (awarded, paid) => `of which ${awarded} awarded and ${paid} paid out`,
      more: 'See the public notice',
    },
  },
  figuresTitle: 'Figures of this platform',
  figuresPeriod: (date) => `Since the platform began, up to ${date}`,
  figures: {
    projects: { label: 'Projects funded', unit: 'projects' },
    organisations: { label: 'Organisations', unit: 'grantees', note: 'each counted once' },
    personTimes: { label: 'Contacts', unit: 'person-times', note: 'by service records; not a number of people' },
    awardedFen: { label: 'Awarded', note: 'by grant agreement' },
    paidFen: { label: 'Paid', note: 'confirmed by the bank' },
    publishedNeeds: { label: 'Needs to be met', unit: 'needs', note: 'verified and published' },
    metNeeds: { label: 'Needs met', unit: 'needs' },
    receivedFen: { label: 'Donations received', note: 'by bank statement' },
  },
  historyTitle: 'Before this platform',
  historySource:
    'As reported by China Society News on 6 Nov 2025. The periods differ, so these figures should not be added or divided.',
  history: {
    projects: {
      value: '126',
      unit: 'projects',
      label: 'Funded by the "Bang Nong Yi Ba" programme',
      note: 'since 2018',
    },
    personTimes: {
      value: '120,000+',
      unit: 'person-times',
      label: 'Help for people in difficulty',
      note: 'since 2018',
    },
    organisations: {
      value: '61',
      unit: 'organisations',
      label: 'Social organisations that ran projects',
      note: 'over six years',
    },
    workers: {
      value: '153→407',
      unit: 'people',
      label: 'Certified social workers on the projects',
      note: 'the report names no dates',
    },
  },
  stepsTitle: 'The way of a project',
  steps: {
    need: {
      title: 'A need is found',
      text: 'By a visit, by oneself, by referral or by data; once verified it joins the needs list.',
    },
    call: {
      title: 'A call is published',
      text: 'With whom it serves, which services, amounts, score sheet and timetable.',
    },
    apply: {
      title: 'Organisations apply',
      text: 'Online, answering needs and service standards; every word is saved as it is typed.',
    },
    review: {
      title: 'Checks and review',
      text: 'Eligibility first; then experts without a conflict of interest score independently.',
    },
    notice: { title: 'Public notice', text: 'Proposed awards are shown to everyone, and anyone may object.' },
    agreement: {
      title: 'Agreement and payment',
      text: 'Both sides sign; instalments are prepared and approved by different people.',
    },
    delivery: {
      title: 'Service and supervision',
      text: 'Each service is recorded; records are only added to, and corrections leave a trace.',
    },
    evaluation: {
      title: 'Evaluation and close-out',
      text: 'The last instalment follows a third-party evaluation; an excellent project may take the fast track next time.',
    },
  },
};
