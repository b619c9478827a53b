using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Hookspecs;

/// <summary>One hook of a kind.</summary>
/// <remarks>See §5 and §8 of the plugin contract.</remarks>
public sealed class HookspecHook
{
    /// <summary>Gets the name, in snake_case.</summary>
    public required string Name { get; init; }

    /// <summary>Gets who is called.</summary>
    public required DispatchClass Dispatch { get; init; }

    /// <summary>Gets what the hook does.</summary>
    /// <value>Null by default.</value>
    public string? Description { get; init; }

    /// <summary>Gets what goes in, one JSON object.</summary>
    /// <value>Null by default: nothing goes in.</value>
    public HookspecPayload? Input { get; init; }

    /// <summary>Gets what comes out of one plugin.</summary>
    /// <value>Null by default: nothing comes out.</value>
    public HookspecPayload? Output { get; init; }

    /// <summary>Gets a value indicating whether the hook may cross a process (<c>mcp_exposed</c>).</summary>
    /// <value>True by default.</value>
    public bool IsExposed { get; init; } = true;

    /// <summary>Gets how the hook is called as a tool (<c>mcp_tool_name_template</c>), such as <c>{kind}.{plugin}.{hook}</c>.</summary>
    /// <value>Null by default: as §8.2 of the plugin contract has it.</value>
    public string? ToolNameTemplate { get; init; }

    /// <summary>Gets a value indicating whether a call of all plugins goes on when one fails (<c>error_policy: best_effort</c>).</summary>
    /// <value>False by default: the first error ends it (<c>fail_fast</c>).</value>
    public bool IsBestEffort { get; init; }

    /// <summary>Gets the keys of the hook that begin with <c>x-</c>, which are kept and not interpreted.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyDictionary<string, JsonElement> Extensions { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>Returns the name and the dispatch class.</summary>
    public override string ToString() => $"{Name} ({DispatchNames.Of(Dispatch)})";
}
