using System.Xml.Linq;
using Graballo.Rules.Dmn;
using Graballo.Rules.Feel;

namespace Graballo.Rules.Conformance;

/// <summary><see cref="Failure"/> is null when the case passed.</summary>
public sealed record ConformanceOutcome(string Case, string? Failure);

/// <summary>The cases of one test file (testCases.xsd of the DMN TCK), run on a model.</summary>
public static class ConformanceSuite
{
    /// <summary>One outcome for each test case: it passes when all its results do. Without a model every case fails.</summary>
    public static IEnumerable<ConformanceOutcome> Run(XElement tests, DmnModel? model)
    {
        foreach (var test in Children(tests, "testCase"))
        {
            var name = test.Attribute("id")?.Value ?? test.Attribute("name")?.Value ?? "";
            yield return new ConformanceOutcome(name, model is null ? "the model cannot be read" : Failure(test, model));
        }
    }

    private static string? Failure(XElement test, DmnModel model)
    {
        var inputs = Inputs(test);
        var failures = new List<string>();
        foreach (var result in Children(test, "resultNode"))
        {
            var name = result.Attribute("name")?.Value ?? "";
            var expected = Child(result, "expected") is { } e ? ConformanceValues.Read(e) : null;
            try
            {
                var actual = Actual(test, name, model, inputs);
                if (!ConformanceValues.Same(expected, actual.Value)) failures.Add(Describe(name, expected, actual));
            }
            catch (Exception failure) when (failure is ArgumentException or FeelBudgetException)
            {
                failures.Add($"{name}: {failure.Message}");
            }
        }

        return failures.Count == 0 ? null : string.Join("; ", failures);
    }

    private static string Describe(string name, object? expected, DecisionResult actual)
    {
        var reason = actual.Diagnostics.Count > 0 ? $" ({actual.Diagnostics[0].Where} {actual.Diagnostics[0].Message})" : "";
        return $"{name}: expected {FeelValue.Write(expected)}, actual {FeelValue.Write(actual.Value)}{reason}";
    }

    private static FeelContext Inputs(XElement test)
    {
        var inputs = FeelContext.Empty;
        foreach (var node in Children(test, "inputNode"))
        {
            var name = node.Attribute("name")?.Value ?? "";
            var value = ConformanceValues.Read(node);
            inputs = inputs.With(name, value);
            if (node.Attribute("namespace")?.Value is { } space) inputs = inputs.With($"{{{space}}}{name}", value);
        }

        return inputs;
    }

    private static DecisionResult Actual(XElement test, string name, DmnModel model, FeelContext inputs)
    {
        var invocable = test.Attribute("invocableName")?.Value ?? "";
        switch (test.Attribute("type")?.Value)
        {
            case "decisionService":
                var result = model.InvokeService(invocable, inputs);
                var several = model.Services.FirstOrDefault(s => s.Name == invocable)?.Outputs.Count > 1;
                return several && result.Value is FeelContext context && context.Contains(name) ? result with { Value = context[name] } : result;
            case "bkm": return model.InvokeKnowledge(invocable, inputs);
            default: return model.Decide(name, inputs);
        }
    }

    private static IEnumerable<XElement> Children(XElement parent, string name) => parent.Elements().Where(e => e.Name.LocalName == name);

    private static XElement? Child(XElement parent, string name) => Children(parent, name).FirstOrDefault();
}
