namespace Dagstack.Extensions.Plugins.Generators.Tests;

/// <summary>How a <see cref="TestSlot"/> brings calls to the plugin.</summary>
public enum CallPath
{
    /// <summary>The slot is open: the proxy calls the plugin itself.</summary>
    Direct,

    /// <summary>By the typed invocation.</summary>
    Typed,

    /// <summary>By the typed invocation, twice, as a middleware that retries does.</summary>
    TypedTwice,

    /// <summary>By a second invocation, filled argument by argument and called without knowing its result's type.</summary>
    Untyped,

    /// <summary>The same, twice.</summary>
    UntypedTwice,
}
