using System.Xml.Linq;
using Graballo.Workflows.Reading;

namespace Graballo.Workflows.Validation;

/// <summary>Tasks (BPMN 2.0.2 §10.3.3).</summary>
internal static class TaskRules
{
    public static void Check(Validation v)
    {
        foreach (var script in v.Of("scriptTask").Concat(v.Of("globalScriptTask")))
            Script(v, script);
        foreach (var receive in v.Of("receiveTask"))
            if (receive.Flag("instantiate", otherwise: false) && v.Incoming(receive).Any())
                v.Error("EXT049", receive, "A receive task that starts the process has no incoming flow.");
        foreach (var activity in v.Of(Kinds.Activities))
        {
            Quantity(v, activity, "startQuantity");
            Quantity(v, activity, "completionQuantity");
        }

        foreach (var role in v.Elements.Where(element => element.Child("resourceAssignmentExpression") is not null))
            if (role.Child("resourceParameterBinding") is not null || role.Child("resourceRef") is not null)
                v.Warning("EXT040", role, "Say who by a resource with parameters or by an expression, not by both.");
        foreach (var compensation in v.Of(Kinds.Activities).Where(activity => activity.Flag("isForCompensation", otherwise: false)))
            if (v.Incoming(compensation).Any() || v.Outgoing(compensation).Any())
                v.Error("EXT034", compensation, "An activity for compensation is outside the normal flow: it has no sequence flows.");
    }

    private static void Script(Validation v, XElement task)
    {
        if (task.Child("script").Text() is null)
            return;
        const string attribute = "scriptFormat";
        switch (task.Value(attribute) ?? task.Value("scriptLanguage"))
        {
            case null:
                v.Warning("EXT053", task, $"The script has no {attribute}; it is taken for FEEL. Write feel.");
                break;
            case { } language when !IsFeel(language):
                v.Error("EXT145", task, $"Scripts are FEEL here, not '{language}'. Write them in FEEL and set {attribute} to feel.");
                break;
        }
    }

    private static bool IsFeel(string language) =>
        language.Equals("feel", StringComparison.OrdinalIgnoreCase)
        || language.EndsWith("/feel", StringComparison.OrdinalIgnoreCase)
        || language.EndsWith("/FEEL/", StringComparison.Ordinal);

    private const int MostQuantity = 1_000;

    private static void Quantity(Validation v, XElement activity, string attribute)
    {
        if (activity.Value(attribute) is { } text && (!int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) || number is < 1 or > MostQuantity))
            v.Error("QUANTITY", activity, $"{attribute} is {text}; it must be from 1 to {MostQuantity}.");
    }
}
