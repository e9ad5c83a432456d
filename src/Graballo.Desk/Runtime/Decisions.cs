using System.Text;
using System.Text.Json;
using Graballo.Desk.Tickets;
using Graballo.Domain.Tickets;
using Graballo.Rules.Feel;
using Graballo.Workflows;

namespace Graballo.Desk.Runtime;

/// <summary>Decisions in a ticket's history: what was decided, why, and on what it was decided, so that a draft can decide it again.</summary>
internal static class Decisions
{
    // What a ticket says of itself takes half a kilobyte; a flow that hands a decision much more is not worth keeping whole.
    private const int LongestInputs = 16_000;

    /// <summary>Decisions that no flow asks for, but the desk.</summary>
    public static IReadOnlyList<string> OfTheDesk { get; } = ["flow", "escalation", "serviceLevel"];

    /// <summary>Decides with the newest version and keeps it in the history.</summary>
    /// <exception cref="InvalidOperationException">No such decision is deployed.</exception>
    public static object? Take(TicketStep step, string reference, FeelContext inputs)
    {
        var outcome = DefinitionCatalog.Ask(step.Newest, reference, inputs, step.Now);
        Record(step, new DecisionTaken("", reference, inputs, outcome.Value, outcome.Explanation));
        return outcome.Value;
    }

    /// <summary>Keeps a decision in the history; gives its reasons by language.</summary>
    public static IReadOnlyDictionary<string, string> Record(TicketStep step, DecisionTaken taken)
    {
        var reasons = Assigning.ReasonsOf(taken.Value, taken.Explanation);
        step.Log(
            EventType.Decided, false, ("decision", taken.DecisionRef), ("value", FeelValue.Write(taken.Value)), ("es", reasons.GetValueOrDefault("es")),
            ("en", reasons.GetValueOrDefault("en")), ("inputs", Kept(step, taken)));
        return reasons;
    }

    /// <summary>What a decision of the history was decided on; null when it was not kept.</summary>
    /// <param name="data">Of the event.</param>
    public static (string Decision, FeelContext Inputs)? Read(string data)
    {
        using var json = JsonDocument.Parse(data);
        if (!json.RootElement.TryGetProperty("decision", out var decision) || !json.RootElement.TryGetProperty("inputs", out var inputs) || inputs.GetString() is not { Length: > 0 } text)
            return null;
        using var kept = JsonDocument.Parse(text);
        return FeelJson.Read(kept.RootElement) is FeelContext context ? (decision.GetString()!, context) : null;
    }

    // What the decision asks for, and what every ticket knows of itself, for drafts that ask for more.
    private static string? Kept(TicketStep step, DecisionTaken taken)
    {
        var names = step.Newest.Decisions[taken.DecisionRef].Inputs.Select(input => input.Name).Union(TicketVariables.Names);
        var inputs = FeelContext.Create(names.Where(taken.Inputs.Contains).Select(name => KeyValuePair.Create(name, taken.Inputs[name])));
        using var bytes = new MemoryStream();
        try
        {
            using var writer = new Utf8JsonWriter(bytes);
            FeelJson.Write(writer, inputs);
        }
        catch (InvalidOperationException)
        {
            // A function among them cannot be kept.
            return null;
        }
        return bytes.Length > LongestInputs ? null : Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }
}
