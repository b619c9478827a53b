using Dagstack.Extensions.Plugins;

namespace KindName.Contracts;

/// <summary>What hosts call, and plugins of the kind KIND_ID implement. Make it what your kind is for.</summary>
[PluginKind("KIND_ID", ApiVersion = "1.0.0")]
public interface IKindName
{
    /// <summary>Makes something of a text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>What became of it.</returns>
    [Hook(DispatchClass.Capability)]
    string Process(string text);
}
