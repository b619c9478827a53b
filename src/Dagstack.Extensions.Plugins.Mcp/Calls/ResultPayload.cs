using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Calls;

/// <summary>Finds the value of a hook in the result of a tool, without copying it.</summary>
/// <remarks>See §8.1 of the plugin contract.</remarks>
internal static class ResultPayload
{
    private static readonly ReadOnlyMemory<byte> s_nothing = "null"u8.ToArray();

    /// <summary>Finds the value.</summary>
    /// <param name="result">The result, no error, which belongs to whoever is given the payload.</param>
    /// <param name="hook">The hook.</param>
    /// <param name="returnsObject">Whether the value itself is <c>structuredContent</c>.</param>
    /// <returns>The value; null if there is none, and the result is still the caller's.</returns>
    public static RemotePayload? Find(WireResult result, HookDescriptor hook, bool returnsObject)
    {
        if (hook.ResultType == typeof(NoResult))
        {
            return new(s_nothing, result);
        }

        if (!result.Structured.IsEmpty)
        {
            return new(returnsObject || result.Wrapped.IsEmpty ? result.Structured : result.Wrapped, result);
        }

        return !result.HasText ? null : new(hook.ResultType == typeof(string) ? result.QuotedText : result.ReadText(), result);
    }
}
