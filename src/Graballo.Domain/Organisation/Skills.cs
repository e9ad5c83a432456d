using System.Globalization;

namespace Graballo.Domain.Organisation;

/// <summary>What a person masters, as it is written: <c>soporte 5, despacho, facturacion 2</c>. A subject without a level counts as <see cref="Usual"/>.</summary>
public static class Skills
{
    public const int Least = 1;
    public const int Usual = 3;
    public const int Most = 5;

    /// <summary>Level of a subject, 0 when it is not mastered.</summary>
    public static int LevelOf(string skills, string subject)
    {
        foreach (var (name, level) in Read(skills))
        {
            if (name.Equals(subject, StringComparison.OrdinalIgnoreCase))
                return level;
        }
        return 0;
    }

    /// <summary>Subjects with their levels, in the order written.</summary>
    public static IEnumerable<(string Subject, int Level)> Read(string skills)
    {
        foreach (var part in skills.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var space = part.LastIndexOf(' ');
            yield return space > 0 && int.TryParse(part.AsSpan(space + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var level)
                ? (part[..space].TrimEnd(), level)
                : (part, Usual);
        }
    }

    /// <summary>False when a level is beyond 1 to 5, or a subject is written twice.</summary>
    public static bool AreRight(string skills)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return Read(skills).All(skill => skill.Level is >= Least and <= Most && names.Add(skill.Subject));
    }
}
