namespace Dagstack.Extensions.Plugins.Mcp.Worker;

/// <summary>The resource <c>tmpdir</c> of a process of its own: a folder that the host has made, and removes.</summary>
internal sealed class GivenTempDir(string path) : TempDir
{
    public override string Path => path;
}
