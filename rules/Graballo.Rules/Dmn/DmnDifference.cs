using Graballo.Rules.Feel;

namespace Graballo.Rules.Dmn;

/// <summary>One case that two versions decide otherwise.</summary>
/// <param name="Key">The caller's key of the case, such as a ticket number.</param>
/// <param name="Before">What the old version decided; its trace tells why.</param>
/// <param name="After">What the new version decides.</param>
public sealed record DmnChange(string Key, DecisionResult Before, DecisionResult After);

/// <summary>What a new version of a decision would change.</summary>
public static class DmnDifference
{
    /// <summary>
    /// Decides every case with both versions and gives those whose values differ, lazily, in the order of the cases. A version that
    /// exceeds its budget on a case counts as null, with a diagnostic. ArgumentException when a version lacks the decision.
    /// </summary>
    public static IEnumerable<DmnChange> Compare(
        DmnModel before, DmnModel after, string decisionIdOrName, IEnumerable<(string Key, FeelContext Inputs)> cases, FeelOptions? options = null)
    {
        foreach (var (key, inputs) in cases)
        {
            var (old, now) = (Decide(before, decisionIdOrName, inputs, options), Decide(after, decisionIdOrName, inputs, options));
            if (!FeelValue.AreEqual(old.Value, now.Value)) yield return new DmnChange(key, old, now);
        }
    }

    private static DecisionResult Decide(DmnModel model, string decision, FeelContext inputs, FeelOptions? options)
    {
        try
        {
            return model.Decide(decision, inputs, options);
        }
        catch (FeelBudgetException e)
        {
            return new DecisionResult(null, [], [new FeelDiagnostic("budget", e.Message, decision, 1, 1)]);
        }
    }
}
