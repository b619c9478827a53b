namespace Dagstack.Extensions.Plugins;

/// <summary>Arguments of a tool function do not fit its schema. The plugin was not called.</summary>
/// <remarks>The message can be handed to whoever made the arguments, a language model for one. See §9 of the plugin contract.</remarks>
/// <param name="plugin">The plugin.</param>
/// <param name="function">The function, by the name that the plugin gives it.</param>
/// <param name="problems">What is wrong, the first 20 problems at most.</param>
/// <param name="count">How many problems there are.</param>
public sealed class ToolArgumentsException(PluginId plugin, string function, IReadOnlyList<ToolProblem> problems, int count)
    : PluginRegistryException($"The arguments of the tool function '{function}' of the plugin '{plugin}' do not fit its schema, {ToolSchemaException.List(problems, count)}")
{
    /// <summary>Gets the plugin.</summary>
    public PluginId Plugin { get; } = plugin;

    /// <summary>Gets the function, by the name that the plugin gives it.</summary>
    public string Function { get; } = function;

    /// <summary>Gets what is wrong, in the order in which it was found.</summary>
    /// <value>The first 20 problems at most; <see cref="Count"/> has their number.</value>
    public IReadOnlyList<ToolProblem> Problems { get; } = problems;

    /// <summary>Gets how many problems there are.</summary>
    public int Count { get; } = count;
}
