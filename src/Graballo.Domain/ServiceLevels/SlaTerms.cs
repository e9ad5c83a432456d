namespace Graballo.Domain.ServiceLevels;

/// <summary>What is agreed for one clock.</summary>
/// <param name="Policy">The agreement that gave the time, for example <c>sla-corporativo</c>.</param>
/// <param name="Calendar">Code of the business calendar that the time runs in.</param>
/// <param name="AllowedSeconds">Business seconds.</param>
/// <param name="FixedDueAt">A date that was given to somebody, whatever the hours; null: the time allowed decides.</param>
/// <param name="WarnSeconds">At risk with so many business seconds left, or fewer.</param>
/// <param name="PausesFor">Whom one may wait for while the clock rests.</param>
public sealed record SlaTerms(
    string Policy, string Calendar, long AllowedSeconds, long WarnSeconds, WaitingFor PausesFor = WaitingFor.Nobody, DateTimeOffset? FixedDueAt = null);

/// <summary>When a clock warns: with a share of its time used, or with so much business time left.</summary>
/// <param name="Percent">Of the time allowed, used up; 0 to 100.</param>
/// <param name="Left">Goes before the share; null: the share counts.</param>
public readonly record struct Warning(int Percent, TimeSpan? Left = null)
{
    public static Warning Standard { get; } = new(80);

    /// <summary>Business seconds left at which a clock with this time begins to be at risk.</summary>
    public long SecondsLeft(long allowed) => Left is { } left ? Math.Min(allowed, (long)left.TotalSeconds) : allowed * (100 - Math.Clamp(Percent, 0, 100)) / 100;
}

/// <summary>A service-level agreement as a decision gives it: a time for each target that it knows.</summary>
/// <param name="Name">For example <c>sla-corporativo</c>.</param>
/// <param name="Calendar">Code of the business calendar of its times.</param>
/// <param name="FirstResponse">Null: not agreed.</param>
/// <param name="NextResponse">Null: not agreed.</param>
/// <param name="Resolution">Null: not agreed.</param>
/// <param name="Stages">By the code of the stage.</param>
/// <param name="Warning">When its clocks are at risk.</param>
/// <param name="PausesFor">Whom one may wait for while its clocks rest.</param>
public sealed record SlaPolicy(
    string Name, string Calendar, TimeSpan? FirstResponse, TimeSpan? NextResponse, TimeSpan? Resolution, IReadOnlyDictionary<string, TimeSpan> Stages,
    Warning Warning, WaitingFor PausesFor)
{
    /// <summary>What it says for a target; null when it says nothing.</summary>
    /// <param name="target">One that a policy can name; promises and inner agreements have terms of their own.</param>
    /// <param name="stage">Code, for <see cref="SlaTarget.Stage"/>.</param>
    public SlaTerms? TermsFor(SlaTarget target, string? stage = null)
    {
        var allowed = target switch
        {
            SlaTarget.FirstResponse => FirstResponse,
            SlaTarget.NextResponse => NextResponse,
            SlaTarget.Resolution => Resolution,
            SlaTarget.Stage when stage is not null && Stages.TryGetValue(stage, out var time) => time,
            _ => null,
        };
        return allowed is { } span ? Terms((long)span.TotalSeconds) : null;
    }

    private SlaTerms Terms(long seconds) => new(Name, Calendar, seconds, Warning.SecondsLeft(seconds), PausesFor);
}
