#if (makesContract)
using KindName.Contracts;
using Microsoft.Extensions.Logging;

namespace PluginName;

/// <summary>An ordinary class: what it needs is in its constructor.</summary>
public sealed class PluginNameKindName(ILogger<PluginNameKindName> logger) : IKindName
{
    /// <inheritdoc/>
    public string Process(string text)
    {
        logger.LogDebug("{Length} characters", text.Length);
        return text.ToUpperInvariant();
    }
}
#else
#if (contractNamespace != "")
using CONTRACT_NAMESPACE;

#endif
namespace PluginName;

/// <summary>An ordinary class: what it needs is in its constructor.</summary>
public sealed class PluginNameKindName : CONTRACT_INTERFACE
{
MEMBERS
}
#endif
