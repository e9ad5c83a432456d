using System.ComponentModel.DataAnnotations;

namespace Graballo.Server.Startup;

/// <summary>Reads a section of the configuration and stops the start with a clear sentence when a value is wrong.</summary>
internal static class Settings
{
    public static T Read<T>(IConfiguration configuration, string section) where T : new()
    {
        T settings;
        try
        {
            settings = configuration.GetSection(section).Get<T>() ?? new T();
        }
        catch (InvalidOperationException error)
        {
            throw new SettingsException([$"{section}: {error.InnerException?.Message ?? error.Message}"]);
        }
        var problems = new List<ValidationResult>();
        if (!Validator.TryValidateObject(settings, new ValidationContext(settings), problems, validateAllProperties: true))
            throw new SettingsException([.. problems.Select(problem => $"{section}:{string.Join(",", problem.MemberNames)}: {problem.ErrorMessage}")]);
        return settings;
    }
}

/// <summary>The configuration cannot be used; says which values and why.</summary>
public sealed class SettingsException(IReadOnlyList<string> problems)
    : Exception("The configuration is not valid (docs/settings.md explains every value):\n  " + string.Join("\n  ", problems));
