using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Hookspecs;

/// <summary>A kind of plugins as a hookspec writes it down: what its plugins may be asked, and what goes in and comes out.</summary>
/// <remarks>One is read by <see cref="HookspecFile"/>, or made of a contract. See §5, §8 and §9 of the plugin contract, and docs/kinds.md.</remarks>
public sealed class Hookspec
{
    /// <summary>Gets the name of the kind, such as <c>vector_store</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Gets the version of the contract, such as <c>1.0.0</c>.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>Gets what plugins of the kind are for.</summary>
    /// <value>Null by default.</value>
    public string? Description { get; init; }

    /// <summary>Gets a value indicating whether plugins of the kind only run inside the host (<c>constraints.in_process_only</c>).</summary>
    /// <value>False by default.</value>
    public bool InProcessOnly { get; init; }

    /// <summary>Gets a value indicating whether one plugin of the kind serves at a time (<c>constraints.singleton_per_runtime</c>).</summary>
    /// <value>False by default.</value>
    public bool SingletonPerRuntime { get; init; }

    /// <summary>Gets the hooks in their order.</summary>
    public required IReadOnlyList<HookspecHook> Hooks { get; init; }

    /// <summary>Gets the keys of the kind that begin with <c>x-</c>, which are kept and not interpreted.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyDictionary<string, JsonElement> Extensions { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>Gets the file that the kind was read from, as it was given.</summary>
    /// <value>Null for one that was made of a contract.</value>
    public string? Path { get; init; }

    /// <summary>Gets the first number of the version, which the file is named after.</summary>
    public string Major => ApiVersion.Split('.')[0];

    /// <summary>Returns the kind and its version.</summary>
    public override string ToString() => $"{Kind} {ApiVersion}";
}
