namespace Dagstack.Extensions.Plugins.Mcp.Tests.Foreign;

/// <summary>A host with three reference servers: of files, of a memory, and of thoughts.</summary>
public sealed class FilesHost : SharedHost
{
    private readonly TempFolder _folder = new();

    /// <summary>The folder that the server of files may use, without links in its path.</summary>
    public string Folder => _folder.Path;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    private protected override Task<ForeignHost> StartAsync() => ForeignHost.StartAsync(
        ("filesystem", NpmServers.Command("filesystem", Folder)),
        ("memory", $$"""
            {{NpmServers.Command("memory")}}
            env = { MEMORY_FILE_PATH = '{{Path.Combine(Folder, "memory.jsonl")}}' }
            """),
        ("thinking", NpmServers.Command("sequential-thinking")));
}
