using System.Text.Json;

namespace Dagstack.Extensions.Plugins;

/// <summary>A function of a tool plugin that serves, as <see cref="ITools"/> knows it.</summary>
public sealed class ToolFunction
{
    /// <summary>Gets the plugin that has the function.</summary>
    public required PluginId Plugin { get; init; }

    /// <summary>Gets the name that the plugin gives it.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the name to call it by, unique among all functions of the host.</summary>
    /// <value><see cref="Name"/> where that means this function, else <see cref="QualifiedName"/>.</value>
    public required string CallName { get; init; }

    /// <summary>Gets the name with that of the plugin before it, such as <c>weather.forecast</c>, which always means this function.</summary>
    public string QualifiedName => $"{Plugin.Name}.{Name}";

    /// <summary>Gets what the function does.</summary>
    public required string Description { get; init; }

    /// <summary>Gets the JSON Schema of the arguments.</summary>
    public required JsonElement Parameters { get; init; }

    /// <summary>Gets what keeps arguments from being checked against the schema: it is invalid, or has a keyword that is not supported.</summary>
    /// <value>Empty for a function that can be called.</value>
    public IReadOnlyList<ToolProblem> Problems { get; init; } = [];

    /// <summary>Returns the name to call it by and the plugin.</summary>
    public override string ToString() => $"{CallName} ({Plugin})";
}
