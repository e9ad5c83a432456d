using System.Xml.Linq;
using Graballo.Workflows.Reading;

namespace Graballo.Workflows.Validation;

/// <summary>Links: two halves of one way, by name or by reference, on one level (BPMN 2.0.2 §10.5.5.7).</summary>
internal static class LinkRules
{
    public static void Check(Validation v)
    {
        foreach (var thrower in v.Of("intermediateThrowEvent"))
            foreach (var link in v.Definitions(thrower).Where(definition => definition.Is("linkEventDefinition")))
                Throwing(v, thrower, link);
        foreach (var catcher in v.Of("intermediateCatchEvent"))
            foreach (var link in v.Definitions(catcher).Where(definition => definition.Is("linkEventDefinition")))
                Sources(v, catcher, link);
    }

    private static void Throwing(Validation v, XElement thrower, XElement link)
    {
        var catches = v.Of("intermediateCatchEvent")
            .SelectMany(catcher => v.Definitions(catcher).Where(definition => definition.Is("linkEventDefinition")).Select(definition => (Catcher: catcher, Link: definition)))
            .ToList();
        var target = link.ChildText("target");
        var name = link.Value("name") ?? thrower.Value("name");
        var found = target is not null
            ? catches.Where(pair => pair.Link == v.Find(target)).ToList()
            : catches.Where(pair => name is not null && (pair.Link.Value("name") ?? pair.Catcher.Value("name")) == name).ToList();
        if (found.Count == 0)
        {
            v.Error("EXT125", thrower, "The link leads nowhere: there is no catching link for it.");
            return;
        }

        var here = found.Where(pair => pair.Catcher.Parent == thrower.Parent).ToList();
        if (here.Count == 0)
            v.Error("EXT126", thrower, "The link leads to another process level; both halves stand in the same.");
        else if (here.Count > 1)
            v.Error("EXT118", thrower, "The link has more than one catching half; only one can be gone on at.");
        foreach (var (_, caught) in found.Where(_ => target is not null))
            if (caught.Children("source").Any() && caught.Children("source").All(source => v.Find(source.Text()) != link))
                v.Error("EXT118", thrower, "The catching link does not name this link as its source.");
    }

    private static void Sources(Validation v, XElement catcher, XElement link)
    {
        foreach (var source in link.Children("source"))
            if (v.Find(source.Text()) is { } other && other.Is("linkEventDefinition") && other.ChildText("target") is { } target && v.Find(target) != link)
                v.Error("EXT118", catcher, "The link names a source that leads to another target.");
    }
}
