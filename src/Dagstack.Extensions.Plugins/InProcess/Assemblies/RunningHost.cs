using Dagstack.Extensions.Plugins.Kinds;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>The host of this process.</summary>
/// <param name="shared">What contracts are made of, which may have been loaded from anywhere.</param>
internal sealed class RunningHost(SharedAssemblies shared) : IHostFiles
{
    public bool Has(string name) => HostAssemblies.Has(name);

    public bool IsFramework(string name) => HostAssemblies.IsFramework(name);

    public Version? VersionOf(string name) =>
        shared.Contracts.TryGetValue(name, out var contract) ? contract.GetName().Version : HostAssemblies.FileOf(name) is { } file ? AssemblyWalk.VersionOf(file) : null;
}
