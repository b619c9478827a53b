//#if (makesContract)
namespace PluginName

open KindName.Contracts
open Microsoft.Extensions.Logging

/// An ordinary class: what it needs is in its constructor.
type PluginNameKindName(logger: ILogger<PluginNameKindName>) =
    interface IKindName with
        member _.Process(text) =
            logger.LogDebug("{Length} characters", text.Length)
            text.ToUpperInvariant()
//#else
namespace PluginName

/// An ordinary class: what it needs is in its constructor.
type PluginNameKindName() =
    interface CONTRACT_INTERFACE with
MEMBERS
//#endif
