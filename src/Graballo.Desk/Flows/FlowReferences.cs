using System.Xml;
using System.Xml.Linq;
using Graballo.Desk.Calendars;
using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Flows;

/// <summary>What a flow calls by a name that the desk does not know now: warnings only, because it may be made later.</summary>
internal static class FlowReferences
{
    /// <param name="xml">Of a flow that compiles.</param>
    public static async Task<IReadOnlyList<Problem>> Unknown(DeskDbContext db, DefinitionCatalog.Latest newest, string xml, CancellationToken ct)
    {
        var document = XDocument.Parse(xml, LoadOptions.SetLineInfo);
        var known = new (XName Attribute, string Rule, string Otherwise, ISet<string> Names)[]
        {
            (Own("calendar"), "CALENDAR_UNKNOWN", "the desk's own counts", await Names(db.Calendars.Select(row => row.Code), CalendarSet.Reserved, ct)),
            (Own("candidateGroup"), "GROUP_UNKNOWN", "the task is for the responsible", await Names(db.Groups.Select(row => row.Code), [], ct)),
            (Own("candidateUnit"), "UNIT_UNKNOWN", "the task is for the responsible", await Names(db.Units.Select(row => row.Code), [], ct)),
            (Own("assignee"), "PERSON_UNKNOWN", "the task is for the responsible", await Names(db.Agents.Where(row => row.IsActive).Select(row => row.Code), [], ct)),
            (Own("decisionRef"), "DECISION_UNKNOWN", "the step will stop with an incident", newest.Decisions.Keys.ToHashSet()),
            ("calledElement", "FLOW_UNKNOWN", "the step will stop with an incident", newest.Flows.Keys.Concat(Processes(document)).ToHashSet()),
        };
        return [..
            from element in document.Descendants()
            from reference in known
            let name = ((string?)element.Attribute(reference.Attribute))?.Trim()
            where !string.IsNullOrEmpty(name) && name[0] != '=' && !reference.Names.Contains(name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..])
            let place = (IXmlLineInfo)element
            let owner = element.AncestorsAndSelf().First(each => each.Attribute("id") is not null)
            select new Problem(
                false, reference.Rule, (string)owner.Attribute("id")!, (string?)owner.Attribute("name"), $"The desk does not know '{name}': {reference.Otherwise}.",
                place.LineNumber, place.LinePosition)
            {
                Args = [name],
            }];
    }

    private static XName Own(string name) => XNamespace.Get("urn:graballo:bpmn") + name;

    private static async Task<ISet<string>> Names(IQueryable<string> codes, IEnumerable<string> more, CancellationToken ct) => (await codes.ToListAsync(ct)).Concat(more).ToHashSet();

    private static IEnumerable<string> Processes(XDocument document) =>
        document.Descendants().Where(element => element.Name.LocalName == "process").Select(element => (string?)element.Attribute("id") ?? "");
}
