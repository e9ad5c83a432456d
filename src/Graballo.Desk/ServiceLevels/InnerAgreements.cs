using Graballo.Desk.Calendars;
using Graballo.Desk.Runtime;
using Graballo.Domain.ServiceLevels;
using Graballo.Domain.Tickets;
using Graballo.Rules.Feel;

namespace Graballo.Desk.ServiceLevels;

/// <summary>What units and third parties have for their part of a ticket: the agreements that carry the client's.</summary>
internal static class InnerAgreements
{
    public const string Decision = "operatingLevel";
    public const string Providers = "providers";

    /// <summary>A back-office unit, by its code.</summary>
    public const string Unit = "unit";

    /// <summary>A third party, by its name.</summary>
    public const string Provider = "provider";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(90);

    /// <param name="party"><see cref="Unit"/> or <see cref="Provider"/>.</param>
    /// <param name="name">Code or name.</param>
    /// <param name="asked">What the person who asks gives; null: as the decision says, else the desk's own default.</param>
    /// <param name="calendar">The party's own, unless the decision names one; null: the desk's.</param>
    public static SlaTerms Of(TicketStep step, string party, string name, TimeSpan? asked, string? calendar = null)
    {
        var level = step.Newest.Decisions.ContainsKey(Decision)
            ? DefinitionCatalog.Ask(step.Newest, Decision, FeelContext.Empty.With("party", party).With("name", name).With("priority", step.Ticket.Priority.Code()), step.Now).Value as FeelContext
            : null;
        level ??= FeelContext.Empty;
        var allowed = Sound(asked) ?? Sound(ServiceTypes.Span(level, "allowed")) ?? step.Settings.DefaultOla;
        var seconds = (long)allowed.TotalSeconds;
        return new SlaTerms(
            ServiceTypes.Text(level, "policy") ?? party, ServiceTypes.Text(level, "calendar") ?? calendar ?? CalendarSet.Standard, seconds, Warning.Standard.SecondsLeft(seconds));
    }

    /// <summary>The third parties that there is a contract with, as the decision names them.</summary>
    public static IReadOnlyList<string> Known(DefinitionCatalog.Latest newest, DateTimeOffset now) =>
        newest.Decisions.ContainsKey(Providers) && DefinitionCatalog.Ask(newest, Providers, FeelContext.Empty, now).Value is FeelList names ? [.. names.OfType<string>()] : [];

    private static TimeSpan? Sound(TimeSpan? span) => span is { } given && given > TimeSpan.Zero && given <= Longest ? given : null;
}
