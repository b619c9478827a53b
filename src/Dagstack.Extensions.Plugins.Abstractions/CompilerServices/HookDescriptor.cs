namespace Dagstack.Extensions.Plugins.CompilerServices;

/// <summary>What is known of one hook of a contract without looking at its interface.</summary>
/// <remarks>Part of the binary surface of generated code (docs/adr/0001-binary-surface.md). Properties may be added, with a default.</remarks>
public sealed class HookDescriptor
{
    /// <summary>Gets the name of the member in .NET, with <c>get_</c> or <c>set_</c> before that of a property.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the name that other processes know, in snake_case unless the contract gives one.</summary>
    public required string WireName { get; init; }

    /// <summary>Gets how the result is handed back.</summary>
    public required HookShape Shape { get; init; }

    /// <summary>Gets the type of the result, or of the items of a stream; <see cref="NoResult"/> when there is none.</summary>
    public required Type ResultType { get; init; }

    /// <summary>Gets the creator of an empty call, whose arguments are still to be set.</summary>
    public required Func<HookInvocation> CreateInvocation { get; init; }

    /// <summary>Gets the parameters in their order, without the cancellation token.</summary>
    public IReadOnlyList<HookParameter> Parameters { get; init; } = [];

    /// <summary>Gets who is called. The default is <see cref="DispatchClass.Singleton"/>.</summary>
    public DispatchClass DispatchClass { get; init; }

    /// <summary>Gets a value indicating whether null is a valid result. The default is false.</summary>
    public bool IsResultNullable { get; init; }

    /// <summary>Gets a value indicating whether other processes may implement or call the hook. The default is true.</summary>
    public bool IsExposed { get; init; } = true;

    /// <summary>Gets a value indicating whether the hook may be called twice with the same effect as once. The default is false.</summary>
    public bool IsIdempotent { get; init; }

    /// <summary>Gets a value indicating whether the hook changes nothing. The default is false: it may.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Gets a value indicating whether what the hook changes may be lost by it. The default is null: the contract does not say.</summary>
    public bool? IsDestructive { get; init; }

    /// <summary>Gets what the hook does, in a few sentences: the summary of its documentation comment. The default is null: there is none.</summary>
    public string? Description { get; init; }

    /// <summary>Gets a value indicating whether a call of all plugins goes on when one fails, unless the host or the call says otherwise. The default is false.</summary>
    public bool IsBestEffort { get; init; }

    /// <summary>Gets a value indicating whether the hook takes a cancellation token. The default is false.</summary>
    public bool AcceptsCancellation { get; init; }

    /// <summary>Gets the type of the value that travels through a chain, when the hook returns <see cref="ChainResult{T}"/>; else null.</summary>
    public Type? ChainValueType { get; init; }

    /// <summary>Gets the name of the hook's tool, with placeholders such as <c>{plugin}</c>. The default is null: the contract does not say.</summary>
    public string? ToolNameTemplate { get; init; }
}
