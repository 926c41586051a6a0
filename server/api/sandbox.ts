import { Decimal } from 'decimal.js';
import { z } from 'zod';
import { sandboxSystems } from '../sandbox/sandbox.ts';
import { procedure, router } from './trpc.ts';
import type { Failures, SandboxInvoice, SandboxOrder } from './views.ts';

const system = z.object({ system: z.enum(sandboxSystems) });

const status = z.union([z.literal(429), z.literal(500), z.literal('dropped'), z.literal('lost')]);
const failures = z.object({
  latencyMs: z.number().int().min(0).max(60_000),
  failNext: z.object({ status, count: z.number().int().min(0).max(1000) }).nullable(),
  failRate: z.object({ status, percent: z.number().min(0).max(100) }).nullable(),
});

const amount = z.union([z.string(), z.number()]).transform(String);
/** Money is shown to the cent, whatever digits it came with. */
const money = amount.transform((value) => new Decimal(value).toFixed(2));

const order = z.object({
  id: amount,
  name: z.string(),
  customer: z.string().nullable(),
  total: money,
  tax: money,
  currency: z.string(),
  created_at: z.string(),
});

const samples = z.object({ samples: z.array(z.object({ key: z.string(), title: z.string(), note: z.string() })) });

const invoices = z.object({
  invoices: z.array(
    z.object({
      InvoiceID: z.string(),
      InvoiceNumber: z.string(),
      Contact: z.object({ Name: z.string() }),
      Status: z.string(),
      CurrencyCode: z.string(),
      SubTotal: money,
      TotalTax: money,
      Total: money,
      DateString: z.string(),
      LineItems: z.array(
        z.object({
          Description: z.string().default(''),
          Quantity: amount,
          UnitAmount: money,
          DiscountAmount: money.optional(),
          TaxAmount: money,
          LineAmount: money,
          AccountCode: z.string().optional(),
        }),
      ),
    }),
  ),
});

/** The sandbox's own pages: what a person does in a shop and sees in a ledger. Never offered for real systems. */
export const sandboxRouter = router({
  samples: procedure('sandbox.use').query(async ({ ctx }) => {
    return samples.parse(await ctx.api.sandbox.control('shopify', 'GET', 'samples')).samples;
  }),

  place: procedure('sandbox.use')
    .input(z.object({ sample: z.string().max(60).optional() }))
    .mutation(async ({ ctx, input }) => {
      const said = await ctx.api.sandbox.control('shopify', 'POST', 'orders', { sample: input.sample });
      const placed = z.object({ order, deliveries: z.array(z.unknown()) }).parse(said);
      const { name } = placed.order;
      const heard =
        placed.deliveries.length > 0
          ? 'The shop has sent its webhook.'
          : 'No flow listens to this shop yet: publish one that starts with it.';
      return { name, words: `Order ${name} is placed. ${heard}` };
    }),

  orders: procedure('sandbox.use').query(async ({ ctx }): Promise<SandboxOrder[]> => {
    const said = z.object({ orders: z.array(order) }).parse(await ctx.api.sandbox.control('shopify', 'GET', 'orders'));
    return said.orders.map(({ created_at, ...one }) => ({ ...one, createdAt: created_at }));
  }),

  invoices: procedure('sandbox.use').query(async ({ ctx }): Promise<SandboxInvoice[]> => {
    const said = invoices.parse(await ctx.api.sandbox.control('xero', 'GET', 'invoices'));
    return said.invoices.map((invoice) => ({
      id: invoice.InvoiceID,
      number: invoice.InvoiceNumber,
      contact: invoice.Contact.Name,
      status: invoice.Status,
      currency: invoice.CurrencyCode,
      subTotal: invoice.SubTotal,
      totalTax: invoice.TotalTax,
      total: invoice.Total,
      date: invoice.DateString.slice(0, 10),
      lines: invoice.LineItems.map((line) => ({
        description: line.Description,
        quantity: line.Quantity,
        unitAmount: line.UnitAmount,
        discount: line.DiscountAmount ?? null,
        taxAmount: line.TaxAmount,
        lineAmount: line.LineAmount,
        account: line.AccountCode ?? null,
      })),
    }));
  }),

  failures: procedure('sandbox.use')
    .input(system)
    .query(async ({ ctx, input }): Promise<Failures> => {
      return failures.parse(await ctx.api.sandbox.control(input.system, 'GET', 'failures'));
    }),

  setFailures: procedure('sandbox.use')
    .input(system.extend({ failures }))
    .mutation(async ({ ctx, input }): Promise<Failures> => {
      return failures.parse(await ctx.api.sandbox.control(input.system, 'PUT', 'failures', input.failures));
    }),
});
