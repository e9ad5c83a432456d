using Graballo.Desk.BackOffice;
using Graballo.Desk.Calendars;
using Graballo.Desk.Clients;
using Graballo.Desk.Jobs;
using Graballo.Desk.Organisation;
using Graballo.Desk.Persistence;
using Graballo.Desk.Tests.Hosting;
using Graballo.Domain.Calendars;
using Graballo.Domain.ServiceLevels;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Tests;

public sealed class CalendarVerbTests
{
    private const string Owner = "ximena.cortes@cordillera.example";
    private const string Executive = "valentina.soto@cordillera.example";
    private const string Nights = "Mon 22:00-06:00\nTue 22:00-06:00";
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, InlineData(DeskHost.Sqlite), InlineData(DeskHost.PostgreSql)]
    public async Task A_calendar_is_made_changed_and_remembers_who_did_what(string provider)
    {
        await using var desk = await DeskHost.Start(provider);
        var owner = await desk.Who(Owner);
        (await Save(desk, owner, null)).Refusal.Should().BeNull();
        var made = await Read(desk, "nocturno");
        (made.Version, CalendarText.Write(made.Week), made.CanEdit).Should().Be((1, Nights, true));

        (await Save(desk, owner, made, exceptions: "2026-12-24|22:00-24:00|Nochebuena")).Refusal.Should().BeNull();
        (await Save(desk, owner, made, name: "Otro")).Refusal!.Code.Should().Be("calendar-stale", "the form knows version 1");
        var changed = await Read(desk, "nocturno");
        (await Save(desk, owner, changed, exceptions: "2026-12-24|22:00-24:00|Nochebuena")).Refusal.Should().BeNull();

        var after = await Read(desk, "nocturno");
        (after.Version, after.Name).Should().Be((2, "Nocturno"), "saving the same again is no new version");
        after.History.Select(edit => (edit.Version, edit.By)).Should().Equal((2, owner.Name), (1, owner.Name));
        after.History[0].Changes.Should().Equal(new CalendarChange("exceptionAdded", "", "2026-12-24|22:00-24:00|Nochebuena"));
    }

    [Fact]
    public async Task Two_who_save_at_once_do_not_overwrite_each_other()
    {
        await using var desk = await DeskHost.Start(DeskHost.PostgreSql);
        var owner = await desk.Who(Owner);
        await Save(desk, owner, null);
        var known = await Read(desk, "nocturno");
        var saved = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => Save(desk, owner, known, name: "Nocturno " + n)));
        saved.Count(outcome => outcome.Ok).Should().Be(1);
        saved.Where(outcome => !outcome.Ok).Should().OnlyContain(outcome => outcome.Refusal!.Code == "calendar-stale");
    }

    [Fact]
    public async Task Only_those_who_lead_the_desk_or_its_processes_change_calendars()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var (executive, client) = (await desk.Who(Executive), await desk.Client());
        var known = await Read(desk, CalendarSet.Standard);
        foreach (var actor in new[] { executive, client, Actor.Nobody })
        {
            (await Save(desk, actor, null)).Refusal.Should().Be(Refusal.Forbidden);
            (await desk.Get<RemoveCalendarHandler>().Handle(new RemoveCalendar(known.Id, known.Version), actor, Ct)).Refusal.Should().Be(Refusal.Forbidden);
            (await desk.Get<SetChannelCalendarHandler>().Handle(new SetChannelCalendar(Channel.Web, known.Id), actor, Ct)).Refusal.Should().Be(Refusal.Forbidden);
            (await desk.Get<PreviewIcsHandler>().Handle(new PreviewIcs("", "UTC", false, []), actor, Ct)).Refusal.Should().Be(Refusal.Forbidden);
        }
        (await desk.Get<ReadCalendarHandler>().Handle(new ReadCalendar(CalendarSet.Standard), client, Ct)).Refusal.Should().Be(Refusal.Forbidden);
        (await desk.Get<ExportCalendarHandler>().Handle(new ExportCalendar(CalendarSet.Standard), client, Ct)).Refusal.Should().Be(Refusal.Forbidden);
        (await desk.Get<ReadCalendarHandler>().Handle(new ReadCalendar(CalendarSet.Standard), executive, Ct)).Value!.CanEdit.Should().BeFalse();
    }

    [Fact]
    public async Task A_word_that_flows_use_is_no_code()
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        (await Save(desk, await desk.Who(Owner), null, code: CalendarSet.OfTicket)).Refusal!.Code.Should().Be("calendar-code-reserved");
        (await Save(desk, await desk.Who(Owner), null, code: "Con Espacios")).Refusal!.Code.Should().Be("code-wrong");
    }

    [Theory]
    [InlineData("", "America/Santiago", "", "calendar-no-hours")]
    [InlineData("Mon 09:00-13:00 12:00-14:00", "America/Santiago", "", "calendar-hours-overlap")]
    [InlineData("Mon 09:00-18:00", "Chile/Nowhere", "", "zone-unknown")]
    [InlineData("Mon 09:00-18:00", "../../etc/passwd", "", "zone-unknown")]
    [InlineData("Mon 09:00-18:00", "America/Santiago", "2026-12-24||a\n2026-12-24||b", "calendar-date-twice")]
    [InlineData("Mon 09:00-18:00", "America/Santiago", "9999-12-24||a", "calendar-date-far")]
    [InlineData("Mon 09:00-18:00", "America/Santiago", "2026-12-24|13:00-09:00|a", "calendar-hours-empty")]
    public async Task What_is_wrong_is_named(string week, string zone, string exceptions, string code)
    {
        await using var desk = await DeskHost.Start(DeskHost.Sqlite);
        var refused = (await desk.Get<SaveCalendarHandler>().Handle(
            new SaveCalendar(null, 0, "nocturno", "Nocturno", zone, CalendarText.ReadWeek(week), true, CalendarText.ReadExceptions(exceptions)), await desk.Who(Owner), Ct)).Refusal;
        refused!.Code.Should().Be(code);
        refused.Text().Should().NotContain("{");
    }

    [Theory, InlineData(DeskHost.Sqlite), InlineData(DeskHost.PostgreSql)]
    public async Task A_calendar_in_use_stays(string provider)
    {
        await using var desk = await DeskHost.Start(provider);
        var owner = await desk.Who(Owner);
        await Save(desk, owner, null);
        var calendar = await Read(desk, "nocturno");
        var remove = new RemoveCalendar(calendar.Id, calendar.Version);
        var desks = await Read(desk, CalendarSet.Standard);
        (await desk.Get<RemoveCalendarHandler>().Handle(new RemoveCalendar(desks.Id, desks.Version), owner, Ct)).Refusal!.Code.Should().Be("calendar-desk");

        (await desk.Get<SetChannelCalendarHandler>().Handle(new SetChannelCalendar(Channel.Web, calendar.Id), owner, Ct)).Refusal.Should().BeNull();
        var refused = (await desk.Get<RemoveCalendarHandler>().Handle(remove, owner, Ct)).Refusal!;
        refused.Code.Should().Be("calendar-in-use");
        refused.Text(new("es-CL")).Should().Be("No se puede quitar este calendario mientras lo usan: el canal Web.");
        (await Read(desk, "nocturno")).Stays!.Text(new("en")).Should().EndWith("use it: the channel Web.");
        (await desk.Get<SetChannelCalendarHandler>().Handle(new SetChannelCalendar(Channel.Web, null), owner, Ct)).Refusal.Should().BeNull();
        (await desk.Get<RemoveCalendarHandler>().Handle(remove, owner, Ct)).Refusal.Should().BeNull();

        (await desk.Get<ReadCalendarHandler>().Handle(new ReadCalendar("nocturno"), owner, Ct)).Refusal.Should().Be(Refusal.NotFound);
        await using var db = desk.Database();
        (await db.CalendarEdits.SingleAsync(edit => edit.Code == "nocturno" && edit.IsRemoval, Ct)).By.Should().Be(owner.Name);
    }

    [Theory, InlineData(DeskHost.Sqlite), InlineData(DeskHost.PostgreSql)]
    public async Task The_clocks_of_a_ticket_run_in_the_calendar_that_counts(string provider)
    {
        await using var desk = await DeskHost.Start(provider);
        var (owner, admin) = (await desk.Who(Owner), await desk.Who("alejandro.herrera@cordillera.example"));
        foreach (var code in new[] { "canal", "unidad", "grupo", "empresa" })
            (await Save(desk, owner, null, code: code)).Refusal.Should().BeNull();
        (await CalendarOf(desk)).Should().Be(CalendarSet.Standard);

        await desk.Get<SetChannelCalendarHandler>().Handle(new SetChannelCalendar(Channel.Web, (await Read(desk, "canal")).Id), owner, Ct);
        (await CalendarOf(desk)).Should().Be("canal");

        var tree = (await desk.Get<OrganisationTreeHandler>().Handle(new OrganisationTree(), admin, Ct)).Value!;
        var group = tree.Groups.Single(each => each.Code == "facturacion");
        // Two levels above the unit of the group.
        var unit = tree.Units.Single(each => each.Code == "finanzas");
        (await desk.Get<SaveUnitHandler>().Handle(
            new SaveUnit(unit.Id, unit.ParentId, unit.Code, unit.Name, false, unit.HeadId, true, (await Read(desk, "unidad")).Id), admin, Ct)).Refusal.Should().BeNull();
        desk.Clock.Advance(TimeSpan.FromSeconds(2));
        (await CalendarOf(desk)).Should().Be("unidad");

        (await desk.Get<SaveGroupHandler>().Handle(
            new SaveGroup(group.Id, group.UnitId, group.Code, group.Name, group.Strategy, group.SupervisorId, [.. group.Members.Select(each => each.AgentId)], true, (await Read(desk, "grupo")).Id), admin, Ct)).Refusal.Should().BeNull();
        desk.Clock.Advance(TimeSpan.FromSeconds(2));
        (await CalendarOf(desk)).Should().Be("grupo");

        var company = (await desk.Get<FindClientsHandler>().Handle(new FindClients("Los Boldos"), admin, Ct)).Value!.Rows.Single(each => each.Name == "Viña Los Boldos SpA");
        (await desk.Get<SaveCompanyHandler>().Handle(
            new SaveCompany(company.Id, company.Rut, company.Name, company.Segment, company.MailDomain, company.ExecutiveId, company.GroupId, true, (await Read(desk, "empresa")).Id), admin, Ct)).Refusal.Should().BeNull();
        desk.Clock.Advance(TimeSpan.FromSeconds(2));
        (await CalendarOf(desk)).Should().Be("empresa");
    }

    [Theory, InlineData(DeskHost.Sqlite), InlineData(DeskHost.PostgreSql)]
    public async Task A_changed_calendar_moves_the_deadlines_that_run_in_it(string provider)
    {
        await using var desk = await DeskHost.Start(provider);
        var owner = await desk.Who(Owner);
        var number = await desk.Open();
        var before = await Clock(desk, number);
        var calendar = await Read(desk, CalendarSet.Standard);

        // Tuesday to Thursday are closed at once.
        (await Save(desk, owner, calendar, exceptions: "2026-07-07||Corte\n2026-07-08||Corte\n2026-07-09||Corte")).Refusal.Should().BeNull();
        (await Read(desk, CalendarSet.Standard)).History[0].IsSettled.Should().BeFalse();
        desk.Clock.Advance(TimeSpan.FromSeconds(3));
        (await desk.Get<RecountClocks>().Work(Ct)).Should().Be(1);
        (await desk.Get<RecountClocks>().Work(Ct)).Should().Be(0, "a change is settled once");

        var after = await Clock(desk, number);
        var edited = (await desk.Get<CalendarBook>().Current(Ct))[CalendarSet.Standard];
        after.DueAt.Should().Be(edited.Add(after.StartedAt, TimeSpan.FromSeconds(after.AllowedSeconds))).And.BeAfter(before.DueAt!.Value);
        await using var db = desk.Database();
        (await db.Timers.SingleAsync(timer => timer.Kind == TimerKind.Deadline && timer.TimerKey == after.Id.ToString("N"), Ct)).DueAt.Should().Be(after.WatchAt);
        (await desk.Ticket(number)).DueAt.Should().Be((await db.SlaClocks.Where(row => row.TicketId == after.TicketId).ToListAsync(Ct)).Min(row => row.DueAt));
        (await Read(desk, CalendarSet.Standard)).History[0].Should().Match<CalendarEditView>(edit => edit.IsSettled && edit.Settled == 1);
    }

    [Theory, InlineData(DeskHost.Sqlite), InlineData(DeskHost.PostgreSql)]
    public async Task A_hand_off_is_due_in_the_calendar_of_its_unit(string provider)
    {
        await using var desk = await DeskHost.Start(provider);
        var admin = await desk.Who("alejandro.herrera@cordillera.example");
        await Save(desk, await desk.Who(Owner), null);
        var nights = await Read(desk, "nocturno");
        var unit = (await desk.Get<OrganisationTreeHandler>().Handle(new OrganisationTree(), admin, Ct)).Value!.Units.Single(each => each.Code == "bo-finanzas");
        (await desk.Get<SaveUnitHandler>().Handle(
            new SaveUnit(unit.Id, unit.ParentId, unit.Code, unit.Name, true, unit.HeadId, true, nights.Id), admin, Ct)).Refusal.Should().BeNull();
        desk.Clock.Advance(TimeSpan.FromSeconds(2));
        var number = await desk.Open();
        var asked = desk.Now;
        (await desk.Get<HandOffHandler>().Handle(new HandOff(number, unit.Id, "Emitir nota de crédito", TimeSpan.FromHours(3)), await desk.Responsible(number), Ct)).Refusal.Should().BeNull();

        var due = (await desk.Get<CalendarBook>().Current(Ct))["nocturno"].Add(asked, TimeSpan.FromHours(3));
        await using var db = desk.Database();
        (await db.Handoffs.SingleAsync(Ct)).DueAt.Should().Be(due).And.Be(new DateTimeOffset(2026, 7, 8, 1, 0, 0, TimeSpan.FromHours(-4)));
        (await db.HumanTasks.SingleAsync(task => task.UnitId == unit.Id, Ct)).DueAt.Should().Be(due);
        (await db.Timers.Where(timer => timer.Kind == TimerKind.Flow).Select(timer => timer.DueAt).ToListAsync(Ct)).Should().Contain(due);
    }

    private static async Task<Outcome<string>> Save(DeskHost desk, Actor actor, CalendarDetail? known, string? name = null, string? exceptions = null, string code = "nocturno") =>
        await desk.Get<SaveCalendarHandler>().Handle(
            new SaveCalendar(
                known?.Id, known?.Version ?? 0, known?.Code ?? code, name ?? known?.Name ?? "Nocturno", known?.TimeZone ?? "America/Santiago",
                known?.Week ?? CalendarText.ReadWeek(Nights), known?.ChileanHolidays ?? true,
                exceptions is null ? known?.Exceptions ?? [] : CalendarText.ReadExceptions(exceptions)), actor, Ct);

    private static async Task<CalendarDetail> Read(DeskHost desk, string code) =>
        (await desk.Get<ReadCalendarHandler>().Handle(new ReadCalendar(code), await desk.Who(Owner), Ct)).Value!;

    private static async Task<string> CalendarOf(DeskHost desk) => (await Clock(desk, await desk.Open())).Calendar;

    private static async Task<SlaClock> Clock(DeskHost desk, string number)
    {
        await using var db = desk.Database();
        return await (from clock in db.SlaClocks
                      join ticket in db.Tickets on clock.TicketId equals ticket.Id
                      where ticket.Number == number && clock.Target == SlaTarget.Resolution
                      select clock).SingleAsync(Ct);
    }
}
