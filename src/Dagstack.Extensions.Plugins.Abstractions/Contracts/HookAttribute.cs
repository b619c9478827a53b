namespace Dagstack.Extensions.Plugins;

/// <summary>Says how a member of a contract is dispatched and what other processes may do with it.</summary>
/// <remarks>A member without it is a hook of the class <see cref="DispatchClass.Singleton"/>. See §5 and §8 of the plugin contract.</remarks>
/// <param name="dispatch">Who is called.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class HookAttribute(DispatchClass dispatch = DispatchClass.Singleton) : Attribute
{
    /// <summary>Gets who is called.</summary>
    public DispatchClass Dispatch { get; } = dispatch;

    /// <summary>Gets or sets a value indicating whether the hook may cross a process (<c>mcp_exposed</c>).</summary>
    /// <value>The default is true. Set it to false for hooks that carry streams or live objects.</value>
    public bool Exposed { get; set; } = true;

    /// <summary>Gets or sets a value indicating whether calling twice has the effect of calling once, so that a failed call may be retried.</summary>
    /// <value>The default is false.</value>
    public bool Idempotent { get; set; }

    /// <summary>Gets or sets a value indicating whether a call changes nothing, so that clients of tools need not ask before it.</summary>
    /// <value>The default is false.</value>
    public bool ReadOnly { get; set; }

    /// <summary>Gets or sets a value indicating whether what a call changes may be lost by it, so that clients of tools ask before it.</summary>
    /// <value>The contract says nothing by default. Setting it to false says that a call only adds.</value>
    public bool Destructive { get; set; }

    /// <summary>Gets or sets a value indicating whether a call of all plugins goes on when one fails, and returns results and errors.</summary>
    /// <value>
    /// The default is false: the first error ends the call and reaches the caller. It means something for <see cref="DispatchClass.BroadcastCollect"/> only. The host's
    /// setting for the kind comes before it, <see cref="PluginCallOptions.BestEffort"/> of a call before both. It holds for the methods that are generated for the hook;
    /// for delegates given to <c>Collect</c>, host and call decide.
    /// </value>
    public bool BestEffort { get; set; }

    /// <summary>Gets or sets the name that other processes know.</summary>
    /// <value>The default is null: the member's name in snake_case.</value>
    public string? Name { get; set; }

    /// <summary>Gets or sets the name of the hook's tool, with placeholders (<c>mcp_tool_name_template</c>).</summary>
    /// <value>
    /// The default is null: the name that §8.2 of the plugin contract gives. Placeholders are <c>{kind}</c>, <c>{plugin}</c>, <c>{hook}</c> and, for the kind <c>tool</c>, <c>{function}</c>. It is kept for whoever
    /// reads the contract: the host's own tools have the names that docs/mcp.md says.
    /// </value>
    public string? ToolNameTemplate { get; set; }
}
