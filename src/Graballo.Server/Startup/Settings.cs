using System.ComponentModel.DataAnnotations;

namespace Graballo.Server.Startup;

/// <summary>Reads a section of the configuration and stops the start with a clear sentence when a value is wrong.</summary>
internal static class Settings
{
    /// <exception cref="CannotStartException">A value cannot be used; says which and why.</exception>
    public static T Read<T>(IConfiguration configuration, string section) where T : new()
    {
        T settings;
        try
        {
            settings = configuration.GetSection(section).Get<T>() ?? new T();
        }
        catch (InvalidOperationException error)
        {
            throw Refused([error.Message]);
        }
        var problems = new List<ValidationResult>();
        if (!Validator.TryValidateObject(settings, new ValidationContext(settings), problems, validateAllProperties: true))
            throw Refused([.. problems.Select(problem => $"{section}:{string.Join(",", problem.MemberNames)}: {problem.ErrorMessage}")]);
        return settings;
    }

    private static CannotStartException Refused(IReadOnlyList<string> problems) =>
        new("The configuration is not valid (docs/settings.md explains every value):\n  " + string.Join("\n  ", problems));
}

/// <summary>The desk cannot start; the message is for the person who starts it.</summary>
public sealed class CannotStartException(string message) : Exception(message);
