using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Dispatch;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Tools;

/// <summary>The built-in kind of tools, whose active plugin is chosen by the function that is called.</summary>
internal sealed class ToolKind(ILogger logger) : IKindSlot
{
    public Type Contract => typeof(ITool);

    /// <summary>Gets the functions of tool plugins; null if the host knows the kind by another contract.</summary>
    public ToolDirectory? Directory { get; private set; }

    public PluginSlot Create(PluginKind kind)
    {
        Directory = new(kind, logger);
        return new ToolSlot(kind.Contract, Directory);
    }
}
