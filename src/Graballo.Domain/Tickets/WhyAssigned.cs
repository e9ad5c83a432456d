namespace Graballo.Domain.Tickets;

/// <summary>Why a ticket is whose it is. Screens make a sentence of it in the reader's language.</summary>
/// <param name="Kind">client, sequential, priority, least-loaded, best-skill, last-served, waiting, cover, manual; older ones also overflow and stand-in.</param>
/// <param name="Name">The responsible.</param>
/// <param name="Group">The name of the group; null when a person chose.</param>
/// <param name="Load">Open tickets held before this one.</param>
/// <param name="Capacity">Open tickets that can be held.</param>
/// <param name="Passed">The others who were considered, with the reason.</param>
/// <param name="Rules">Reasons of the decision that chose the group, by language.</param>
/// <param name="By">Who assigned by hand; null otherwise.</param>
/// <param name="Reason">The reason given by hand; null otherwise.</param>
/// <param name="Skill">The skill that the decision wished for; null when none.</param>
/// <param name="SkillFit">As of <see cref="Choice"/>.</param>
/// <param name="Strategy">Code of the strategy that was asked for; null in older ones and when a person chose.</param>
/// <param name="Designated">Code of the executive whom the decision names; null when none.</param>
/// <param name="For">In whose place the responsible stands; null when in nobody's.</param>
/// <param name="More">Further ones who were considered and are not named.</param>
public sealed record WhyAssigned(
    string Kind, string Name, string? Group, int Load, int Capacity,
    IReadOnlyList<PassedOver> Passed, IReadOnlyDictionary<string, string> Rules, string? By = null, string? Reason = null,
    string? Skill = null, string? SkillFit = null, string? Strategy = null, string? Designated = null, string? For = null, int More = 0)
{
    /// <summary>The kind of a ticket that waits in its group until somebody can take it.</summary>
    public const string Waiting = "waiting";

    /// <summary>As many of those who were considered are named.</summary>
    public const int MostNamed = 20;
}

/// <summary>A member who was not chosen.</summary>
/// <param name="Name">The person.</param>
/// <param name="Reason">
/// absent, away, off-shift, full, channel-full; unskilled, later-turn, lower-rank, more-work, less-skill, served-before; manual: nobody was to be chosen.
/// </param>
/// <param name="Figure">The number behind the reason, as <c>25/25</c>; null when there is none.</param>
public sealed record PassedOver(string Name, string Reason, string? Figure = null);
