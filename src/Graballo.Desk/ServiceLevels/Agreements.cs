using System.Text.Json;
using Graballo.Desk.Runtime;
using Graballo.Desk.Tickets;
using Graballo.Domain.ServiceLevels;
using Graballo.Domain.Tickets;
using Graballo.Rules.Feel;

namespace Graballo.Desk.ServiceLevels;

/// <summary>The agreement of a ticket and why it has this one.</summary>
/// <param name="Reasons">By language: what the rules that matched say.</param>
public sealed record Agreement(SlaPolicy Policy, IReadOnlyDictionary<string, string> Reasons);

/// <summary>Which service-level agreement a ticket has: what the decision says, how it is kept, and when it is asked again.</summary>
internal static class Agreements
{
    public const string Decision = "serviceLevel";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static string Write(Agreement agreement) => JsonSerializer.Serialize(agreement, Options);

    /// <summary>Null when none was decided.</summary>
    public static Agreement? Read(string json) => json.Length > 2 ? JsonSerializer.Deserialize<Agreement>(json, Options) : null;

    /// <summary>Reads what the decision said.</summary>
    public static Outcome<Agreement> Of(TicketStep step, FeelContext level, IReadOnlyDictionary<string, string> reasons)
    {
        if (Allowed(level, "firstResponse") is not { } first || Allowed(level, "resolution") is not { } resolution)
            return new Refusal("service-level-incomplete");
        var stages = level["stages"] as FeelContext ?? FeelContext.Empty;
        return new Agreement(
            new SlaPolicy(
                ServiceTypes.Text(level, "policy") ?? "", step.Calendars.For(step.Ticket, ServiceTypes.Text(level, "calendar")).Code, first, Allowed(level, "nextResponse"), resolution,
                stages.Where(stage => Codes.StageOf(stage.Key) is not null && Allowed(stages, stage.Key) is not null).ToDictionary(stage => stage.Key, stage => Allowed(stages, stage.Key)!.Value),
                WarningOf(level), Pauses(level)),
            reasons);
    }

    /// <summary>
    /// Asks the decision again after something of the ticket changed, and measures its clocks anew by the answer. A ticket whose flow
    /// agreed on nothing has nothing to renew.
    /// </summary>
    public static async Task<Outcome<Done>> Renew(TicketStep step)
    {
        if (!step.Clocks.Known.Exists(clock => clock.Target is SlaTarget.FirstResponse or SlaTarget.Resolution) || !step.Newest.Decisions.ContainsKey(Decision))
            return Done.It;
        var inputs = (await TicketVariables.Of(step)).With("priority", step.Ticket.Priority.Code());
        var outcome = DefinitionCatalog.Ask(step.Newest, Decision, inputs, step.Now);
        if (outcome.Value is not FeelContext level)
            return new Refusal("service-level-incomplete");
        var read = Of(step, level, Assigning.ReasonsOf(outcome.Value, outcome.Explanation));
        if (!read.Ok)
            return read.Refusal;
        var (before, calendar) = (step.Ticket.Agreement, step.Clocks.Calendar);
        step.Clocks.Agree(read.Value);
        if (step.Clocks.Calendar != calendar)
            await step.Flows.Recount();
        if (before != step.Ticket.Agreement)
        {
            step.Log(
                EventType.Agreed, false, ("policy", read.Value.Policy.Name), ("es", read.Value.Reasons.GetValueOrDefault("es")),
                ("en", read.Value.Reasons.GetValueOrDefault("en")));
        }
        return Done.It;
    }

    // A time of none, or of a lifetime, is a slip of the pen.
    private static TimeSpan? Allowed(FeelContext level, string name) =>
        ServiceTypes.Span(level, name) is { } span && span > TimeSpan.Zero && span <= Longest ? span : null;

    private static Warning WarningOf(FeelContext level) =>
        ServiceTypes.Number(level, "warnAt") is { } percent ? new Warning((int)Math.Clamp(percent, 0, 100))
        : ServiceTypes.Span(level, "warnAt") is { } left && left != TimeSpan.MinValue ? new Warning(0, left.Duration())
        : Warning.Standard;

    private static WaitingFor Pauses(FeelContext level) =>
        (level["pausesForClient"] is false ? WaitingFor.Nobody : WaitingFor.Client) | (level["pausesForThirdParty"] is true ? WaitingFor.ThirdParty : WaitingFor.Nobody);
}
