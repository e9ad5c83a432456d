using System.Xml;
using System.Xml.Linq;
using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Graballo.Rules.Dmn;
using Graballo.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Flows;

public sealed record CheckDefinition(DefinitionKind Kind, string Xml);

/// <param name="IsError">True when it refuses the deployment.</param>
/// <param name="Rule">Stable code of the rule that is broken.</param>
/// <param name="ElementId">Where; empty for the file as a whole.</param>
/// <param name="Message">What is wrong, in English; screens translate by <paramref name="Rule"/> where they can.</param>
public sealed record Problem(bool IsError, string Rule, string ElementId, string? ElementName, string Message, int Line, int Column)
{
    /// <summary>What a translated sentence needs: a counter-example, or the number of a rule; null for most.</summary>
    public string? Example { get; init; }

    /// <summary>What fills that sentence: texts, and wordings that are translated in their turn.</summary>
    public IReadOnlyList<object> Args { get; init; } = [];
}

/// <param name="Key">The key that a deployment would have; null when it cannot be read.</param>
public sealed record CheckedDefinition(string? Key, string? Name, IReadOnlyList<Problem> Problems)
{
    public bool CanDeploy => Key is not null && !Problems.Any(problem => problem.IsError);
}

/// <summary>Tells what is wrong with a flow or with decisions, before anybody deploys them.</summary>
public sealed class CheckDefinitionHandler(IDbContextFactory<DeskDbContext> databases, DefinitionCatalog catalog)
{
    public const int LongestXml = 4_000_000;
    private static readonly XName ServiceType = XNamespace.Get("urn:graballo:bpmn") + "serviceType";

    public async Task<Outcome<CheckedDefinition>> Handle(CheckDefinition query, Actor actor, CancellationToken ct)
    {
        if (!FlowAccess.CanSee(actor))
            return Refusal.Forbidden;
        if (query.Xml.Length > LongestXml)
            return new Refusal("xml-too-large");
        var found = await Task.Run(() => Check(query.Kind, query.Xml), ct);
        if (query.Kind != DefinitionKind.Flow || found.Key is null)
            return found;
        await using var db = await databases.CreateDbContextAsync(ct);
        return found with { Problems = [.. found.Problems, .. await FlowReferences.Unknown(db, await catalog.Current(ct), query.Xml, ct)] };
    }

    /// <summary>What is wrong with it by itself, whatever the desk knows.</summary>
    public static CheckedDefinition Check(DefinitionKind kind, string xml) => kind == DefinitionKind.Flow ? Flow(xml) : Decisions(xml);

    private static CheckedDefinition Flow(string xml)
    {
        var reading = Workflows.Flow.Compile(xml);
        return new CheckedDefinition(reading.Flow?.ProcessId, reading.Flow?.Name, [.. reading.Findings.Select(finding => new Problem(
            finding.Severity == FindingSeverity.Error, finding.Rule, finding.ElementId, finding.ElementName, finding.Message, finding.Line, finding.Column)
        {
            Args = finding.Args,
        }).Concat(reading.Flow is null ? [] : UnknownServices(xml))]);
    }

    private static IEnumerable<Problem> UnknownServices(string xml) =>
        from element in XDocument.Parse(xml, LoadOptions.SetLineInfo).Descendants()
        let type = (string?)element.Attribute(ServiceType)
        where type is not null && !ServiceTypes.Known.Contains(type)
        let place = (IXmlLineInfo)element
        select new Problem(
            true, "SERVICE_TYPE", (string?)element.Attribute("id") ?? "", (string?)element.Attribute("name"),
            $"There is no service type '{type}'. Known are: {string.Join(", ", ServiceTypes.Known)}.", place.LineNumber, place.LinePosition)
        {
            Args = [type!, string.Join(", ", ServiceTypes.Known)],
        };

    private static CheckedDefinition Decisions(string xml)
    {
        var reading = DmnReader.Read(xml);
        var findings = reading.Model is { } model ? DmnAnalysis.Analyze(model) : reading.Findings;
        return new CheckedDefinition(DecisionKey.Of(reading.Model), reading.Model?.Name, [.. findings
            .Where(finding => finding.Severity != DmnSeverity.Information).OrderByDescending(finding => finding.Severity)
            .Select(finding => new Problem(
                finding.Severity == DmnSeverity.Error, finding.Code, finding.ElementId, finding.ElementName, finding.Message, finding.Line, finding.Column)
            {
                Example = finding.Example,
                Args = finding.Args,
            })]);
    }
}
