namespace Dagstack.Extensions.Plugins;

/// <summary>The schema of a tool function cannot be used: it is invalid, or has a keyword that is not supported. The plugin was not called.</summary>
/// <remarks>See §9 of the plugin contract: arguments are checked before the call, so what cannot be checked is not called.</remarks>
/// <param name="plugin">The plugin.</param>
/// <param name="function">The function, by the name that the plugin gives it.</param>
/// <param name="problems">What is wrong with the schema.</param>
public sealed class ToolSchemaException(PluginId plugin, string function, IReadOnlyList<ToolProblem> problems)
    : PluginRegistryException($"The tool function '{function}' of the plugin '{plugin}' cannot be called, since its schema cannot be used, {List(problems, problems.Count)}{Environment.NewLine}docs/tools.md in the package Dagstack.Extensions.Plugins.Abstractions lists the keywords that are supported.")
{
    /// <summary>Gets the plugin.</summary>
    public PluginId Plugin { get; } = plugin;

    /// <summary>Gets the function, by the name that the plugin gives it.</summary>
    public string Function { get; } = function;

    /// <summary>Gets what is wrong with the schema; paths are places in the schema.</summary>
    public IReadOnlyList<ToolProblem> Problems { get; } = problems;

    internal static string List(IReadOnlyList<ToolProblem> problems, int count)
    {
        var more = count > problems.Count ? $"{Environment.NewLine}  and {count - problems.Count} more" : string.Empty;
        return $"{count} {(count == 1 ? "problem" : "problems")}:{string.Concat(problems.Select(static problem => $"{Environment.NewLine}  {problem}"))}{more}";
    }
}
