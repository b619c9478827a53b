using Dagstack.Extensions.Configuration.Errors;

namespace Dagstack.Extensions.Configuration;

/// <summary>Configuration cannot be read: a file, a key, a secret or a section is not what it has to be.</summary>
/// <remarks>In other languages its name is ConfigError. It may carry several problems; <see cref="Reason"/> and <see cref="Path"/> are those of the first.</remarks>
public sealed class ConfigException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="ConfigException"/> class with one problem.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="path">The path that was asked for, in dot notation; empty if the error is that of a whole file.</param>
    /// <param name="message">What is wrong, what was expected and what to do.</param>
    /// <param name="innerException">What caused it, if anything did.</param>
    public ConfigException(ConfigErrorReason reason, string path, string message, Exception? innerException = null)
        : this([new ConfigProblem { Reason = reason, KeyPath = path, Message = message }], path, innerException)
    {
    }

    internal ConfigException(IReadOnlyList<ConfigProblem> problems, string path, Exception? innerException = null)
        : base(TextOf(problems), innerException)
    {
        Problems = problems;
        Path = path;
    }

    /// <summary>Gets the name of this error in every language: <c>ConfigError</c>.</summary>
    public string Code { get; } = "ConfigError";

    /// <summary>Gets why.</summary>
    public ConfigErrorReason Reason => Problems[0].Reason;

    /// <summary>Gets <see cref="Reason"/> as it is written in logs and in other languages, such as <c>env_unresolved</c>.</summary>
    public string ReasonCode => ConfigReasons.Text(Reason);

    /// <summary>Gets the full path that was asked for, such as <c>database.servers[1].port</c>.</summary>
    /// <value>Empty if files could not be loaded; <see cref="Problems"/> then has the keys.</value>
    public string Path { get; }

    /// <summary>Gets the source that the value is from, such as <c>yaml:app-config.yaml</c>.</summary>
    /// <value>Null if it is from none.</value>
    public string? SourceId => Problems[0].SourceId;

    /// <summary>Gets everything that is wrong; at least one.</summary>
    public IReadOnlyList<ConfigProblem> Problems { get; }

    private static string TextOf(IReadOnlyList<ConfigProblem> problems) =>
        problems.Count == 1 ? problems[0].ToString() : $"{problems.Count} problems:\n- {string.Join("\n- ", problems)}";
}
