using System.Globalization;
using Graballo.Desk.Calendars;
using Graballo.Desk.Jobs;
using Graballo.Desk.Persistence;
using Graballo.Desk.Portal;
using Graballo.Desk.ServiceLevels;
using Graballo.Desk.Tests.Hosting;
using Graballo.Desk.Tickets;
using Graballo.Domain.Calendars;
using Graballo.Domain.ServiceLevels;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Tests;

/// <summary>
/// What no service desk may get wrong, each as an example with its instant. The desk opens Monday to Thursday 9 to 18 and Friday 9 to 17 in
/// Santiago; four hours for the first answer, two for the next, eighteen for the solution, nine when urgent.
/// </summary>
public sealed class ClockMatrixTests
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    private static readonly IReadOnlyDictionary<string, Example> Examples = new Dictionary<string, Example>
    {
        ["daylight saving begins over the weekend"] = new("2026-09-04T20:00Z", SlaTarget.FirstResponse, "2026-09-07T15:00Z", Open),
        ["daylight saving ends over the weekend"] = new("2027-04-02T19:00Z", SlaTarget.FirstResponse, "2027-04-05T16:00Z", Open),
        ["round the clock in the night when daylight saving begins"] = new("2026-09-06T02:00Z", SlaTarget.FirstResponse, "2026-09-06T06:00Z", Open, "siempre"),
        ["round the clock in the night when daylight saving ends"] = new("2027-04-04T01:00Z", SlaTarget.FirstResponse, "2027-04-04T05:00Z", Open, "siempre"),
        ["a holiday in the middle of the week"] = new("2026-07-15T20:00Z", SlaTarget.FirstResponse, "2026-07-17T15:00Z", Open),
        ["a calendar of another zone than the desk's and the agent's"] = new("2026-07-07T14:00Z", SlaTarget.FirstResponse, "2026-07-08T09:00Z", Open, "madrid"),
        ["opened at night counts from the morning"] = new("2026-07-08T03:00Z", SlaTarget.FirstResponse, "2026-07-08T17:00Z", Open),
        ["a pause across a change of the agreement"] = new("2026-07-07T14:00Z", SlaTarget.Resolution, "2026-07-09T22:00Z", PauseAcrossChange),
        ["the agreement changes twice and comes back"] = new("2026-07-07T14:00Z", SlaTarget.Resolution, "2026-07-09T14:00Z", ThereAndBack),
        ["paused, solved, and opened again"] = new("2026-07-07T14:00Z", SlaTarget.Resolution, "2026-07-14T14:00Z", PausedSolvedReopened),
        ["merged into a younger ticket"] = new("2026-07-07T14:00Z", SlaTarget.Resolution, "2026-07-10T14:00Z", MergedIntoYounger),
        ["merged into an older ticket"] = new("2026-07-07T14:00Z", SlaTarget.Resolution, "2026-07-09T14:00Z", MergedIntoOlder),
        ["a day off is put into the calendar"] = new("2026-07-07T14:00Z", SlaTarget.Resolution, "2026-07-10T14:00Z", CalendarEdit),
        ["the policy is edited, for open tickets too"] = new("2026-07-07T14:00Z", SlaTarget.Resolution, "2026-07-08T20:00Z", PolicyEdit),
        ["a third party rests the clock where the policy says so"] = new("2026-07-07T14:00Z", SlaTarget.Resolution, "2026-07-09T17:00Z", ThirdParty),
        ["the next answer counts from the oldest message without one"] = new("2026-07-07T14:00Z", SlaTarget.NextResponse, "2026-07-08T14:00Z", TwoMessages),
        ["an answer, and the client writes again"] = new("2026-07-07T14:00Z", SlaTarget.NextResponse, "2026-07-08T18:00Z", AnsweredAndAgain),
        ["a promised date is that date"] = new("2026-07-07T14:00Z", SlaTarget.Promise, "2026-07-11T15:00Z", Promised),
    };

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var name in Examples.Keys)
            {
                cases.Add(name, DeskHost.Sqlite);
                cases.Add(name, DeskHost.PostgreSql);
            }
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task The_clock_is_due_at(string name, string provider)
    {
        var example = Examples[name];
        await using var desk = await DeskHost.Start(provider);
        await Calendars(desk);
        await Policy(desk, example.Calendar);
        desk.Clock.SetUtcNow(At(example.From));
        var number = await example.Play(desk);
        var ticket = await desk.Ticket(number);
        await using var db = desk.Database();
        var clock = await db.SlaClocks.SingleAsync(row => row.TicketId == ticket.Id && row.Target == example.Target && row.StoppedAt == null, Ct);
        clock.DueAt.Should().Be(At(example.Due));
        (await Consistency.Findings(db)).Should().BeEmpty();
        // Measuring anew from the history alone gives the same.
        var recount = await Recounts.Begin(db, RecountCause.Calendar, example.Calendar, null, Actor.System, desk.Now, Ct);
        await db.SaveChangesAsync(Ct);
        await desk.Pass(TimeSpan.FromSeconds(3));
        await desk.Get<RecountClocks>().Work(Ct);
        (await db.RecountRuns.AsNoTracking().SingleAsync(row => row.Id == recount.Id, Ct)).Should().Match<RecountRun>(run => run.Status == RecountStatus.Done && run.Changed == 0 && run.Failed == 0);
    }

    private static Task<string> Open(DeskHost desk) => desk.Open();

    private static async Task<string> PauseAcrossChange(DeskHost desk)
    {
        var number = await desk.Open();
        await To(desk, "2026-07-07T15:00Z");
        await Reply(desk, number, wait: true);
        await To(desk, "2026-07-08T14:00Z");
        await Priority(desk, number, Domain.Tickets.Priority.Urgent);
        await To(desk, "2026-07-09T14:00Z");
        await Write(desk, number);
        return number;
    }

    private static async Task<string> ThereAndBack(DeskHost desk)
    {
        var number = await desk.Open();
        var before = (await desk.Ticket(number)).Priority;
        await To(desk, "2026-07-07T15:00Z");
        await Priority(desk, number, Domain.Tickets.Priority.Urgent);
        await To(desk, "2026-07-07T16:00Z");
        await Priority(desk, number, before);
        return number;
    }

    private static async Task<string> PausedSolvedReopened(DeskHost desk)
    {
        var number = await desk.Open();
        await To(desk, "2026-07-07T15:00Z");
        await Reply(desk, number, wait: true);
        var executive = await desk.Responsible(number);
        await StoryTests.Ok(desk.Get<PromiseDateHandler>().Handle(new PromiseDate(number, At("2026-07-09T21:00Z")), executive, Ct));
        await To(desk, "2026-07-09T14:00Z");
        await StoryTests.Ok(desk.Get<ResolveTicketHandler>().Handle(new ResolveTicket(number, "Listo"), executive, Ct));
        await using (var db = desk.Database())
        {
            var solved = await db.SlaClocks.SingleAsync(row => row.Target == SlaTarget.Resolution, Ct);
            (solved.UsedSeconds, solved.BreachedAt).Should().Be((3600, null), "the pause is kept when it ends in a pause");
        }
        await To(desk, "2026-07-10T14:00Z");
        await StoryTests.Ok(desk.Get<ConfirmClosureHandler>().Handle(new ConfirmClosure(number, false, "Falta"), await desk.Client(), Ct));
        return number;
    }

    private static async Task<string> MergedIntoYounger(DeskHost desk)
    {
        var (older, younger) = await Two(desk);
        await StoryTests.Ok(desk.Get<MergeTicketsHandler>().Handle(new MergeTickets(older, younger), await desk.Who("marcela.vergara@cordillera.example"), Ct));
        return younger;
    }

    private static async Task<string> MergedIntoOlder(DeskHost desk)
    {
        var older = await desk.Open();
        await To(desk, "2026-07-08T16:00Z");
        var younger = await desk.Open();
        await StoryTests.Ok(desk.Get<MergeTicketsHandler>().Handle(new MergeTickets(younger, older), await desk.Responsible(older), Ct));
        return older;
    }

    private static async Task<(string Older, string Younger)> Two(DeskHost desk)
    {
        var older = await desk.Open();
        await To(desk, "2026-07-07T15:00Z");
        await Reply(desk, older, wait: true);
        await To(desk, "2026-07-08T15:00Z");
        await Write(desk, older);
        await To(desk, "2026-07-08T16:00Z");
        var younger = await desk.Open();
        await To(desk, "2026-07-08T17:00Z");
        return (older, younger);
    }

    private static async Task<string> CalendarEdit(DeskHost desk)
    {
        var number = await desk.Open();
        var owner = await desk.Who("ximena.cortes@cordillera.example");
        var calendar = (await desk.Get<ReadCalendarHandler>().Handle(new ReadCalendar(CalendarSet.Standard), owner, Ct)).Value!;
        (await desk.Get<SaveCalendarHandler>().Handle(new SaveCalendar(
            calendar.Id, calendar.Version, calendar.Code, calendar.Name, calendar.TimeZone, calendar.Week, calendar.ChileanHolidays, [new DayException(new DateOnly(2026, 7, 8), [], "Corte")]), owner, Ct)).Refusal.Should().BeNull();
        await desk.Pass(TimeSpan.FromSeconds(3));
        (await desk.Get<RecountClocks>().Work(Ct)).Should().Be(1);
        return number;
    }

    private static async Task<string> PolicyEdit(DeskHost desk)
    {
        var number = await desk.Open();
        await To(desk, "2026-07-07T15:00Z");
        await desk.Decide(PolicyFile, Agreements.Decision, Expression("chile-laboral").Replace("PT18H", "PT15H", StringComparison.Ordinal), "ticket", "priority");
        await StoryTests.Ok(desk.Get<StartRecountHandler>().Handle(new StartRecount("acuerdos-de-nivel-de-servicio"), await desk.Who("ximena.cortes@cordillera.example"), Ct));
        await desk.Get<RecountClocks>().Work(Ct);
        return number;
    }

    private static async Task<string> ThirdParty(DeskHost desk)
    {
        var number = await desk.Open();
        var executive = await desk.Responsible(number);
        await To(desk, "2026-07-07T15:00Z");
        await StoryTests.Ok(desk.Get<AwaitThirdPartyHandler>().Handle(new AwaitThirdParty(number, "Transbank", "¿Se anuló?"), executive, Ct));
        await To(desk, "2026-07-07T18:00Z");
        await using var db = desk.Database();
        var theirs = await db.SlaClocks.SingleAsync(row => row.Target == SlaTarget.Underpinning, Ct);
        (theirs.About, theirs.DueAt).Should().Be(("Transbank", At("2026-07-07T19:00Z")));
        await StoryTests.Ok(desk.Get<ThirdPartyAnsweredHandler>().Handle(new ThirdPartyAnswered(number, theirs.Id, "Sí"), executive, Ct));
        return number;
    }

    private static async Task<string> TwoMessages(DeskHost desk)
    {
        var number = await desk.Open();
        await Reply(desk, number);
        await To(desk, "2026-07-07T21:00Z");
        await Write(desk, number);
        await To(desk, "2026-07-08T13:30Z");
        await Write(desk, number);
        return number;
    }

    private static async Task<string> AnsweredAndAgain(DeskHost desk)
    {
        var number = await TwoMessages(desk);
        await Reply(desk, number);
        await To(desk, "2026-07-08T16:00Z");
        await Write(desk, number);
        return number;
    }

    private static async Task<string> Promised(DeskHost desk)
    {
        var number = await desk.Open();
        var executive = await desk.Responsible(number);
        await StoryTests.Ok(desk.Get<PromiseDateHandler>().Handle(new PromiseDate(number, At("2026-07-09T15:00Z")), executive, Ct));
        await StoryTests.Ok(desk.Get<PromiseDateHandler>().Handle(new PromiseDate(number, At("2026-07-11T15:00Z")), executive, Ct));
        return number;
    }

    private const string PolicyFile = "Acuerdos de nivel de servicio";

    internal static Task Policy(DeskHost desk, string calendar = "chile-laboral") => desk.Decide(PolicyFile, Agreements.Decision, Expression(calendar), "ticket", "priority");

    private static string Expression(string calendar) => $$"""
        {policy: "prueba", calendar: "{{calendar}}", firstResponse: duration("PT4H"), nextResponse: duration("PT2H"), pausesForThirdParty: true,
         resolution: if (if priority = null then ticket.priority else priority) = "urgent" then duration("PT9H") else duration("PT18H")}
        """;

    private static async Task Calendars(DeskHost desk)
    {
        await using var db = desk.Database();
        var days = new[] { "Mon", "Tue", "Wed", "Thu", "Fri" };
        db.Calendars.Add(new StoredCalendar
        {
            Id = Guid.CreateVersion7(desk.Now),
            Code = "madrid",
            Name = "Madrid",
            TimeZone = "Europe/Madrid",
            ChileanHolidays = false,
            Hours = string.Join('\n', days.Select(day => day + " 09:00-18:00")),
        });
        db.Calendars.Add(new StoredCalendar
        {
            Id = Guid.CreateVersion7(desk.Now),
            Code = "siempre",
            Name = "Siempre",
            TimeZone = "America/Santiago",
            ChileanHolidays = false,
            Hours = string.Join('\n', days.Concat(["Sat", "Sun"]).Select(day => day + " 00:00-24:00")),
        });
        await db.SaveChangesAsync(Ct);
        desk.Get<CalendarBook>().Forget();
    }

    private static async Task To(DeskHost desk, string at) => await desk.Pass(At(at) - desk.Now);

    private static async Task Reply(DeskHost desk, string number, bool wait = false) =>
        await StoryTests.Ok(desk.Get<ReplyToTicketHandler>().Handle(new ReplyToTicket(number, "Lo vemos", wait), await desk.Responsible(number), Ct));

    private static async Task Write(DeskHost desk, string number) =>
        await StoryTests.Ok(desk.Get<WriteAsClientHandler>().Handle(new WriteAsClient(number, "Aquí va"), await desk.Client(), Ct));

    private static async Task Priority(DeskHost desk, string number, Priority priority) =>
        await StoryTests.Ok(desk.Get<ChangePriorityHandler>().Handle(new ChangePriority(number, priority), await desk.Responsible(number), Ct));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private sealed record Example(string From, SlaTarget Target, string Due, Func<DeskHost, Task<string>> Play, string Calendar = "chile-laboral");
}
