using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Foreign;

/// <summary>The reference servers of files, of a memory and of thoughts, as plugins of one host.</summary>
public sealed class FilesTests(FilesHost shared) : IClassFixture<FilesHost>
{
    [Fact(SkipUnless = nameof(NpmServers.AreThere), SkipType = typeof(NpmServers), Skip = NpmServers.AreNot)]
    public async Task Functions_OfThreeServers_AreOneList()
    {
        var host = await shared.StartedAsync();

        var functions = await host.FunctionsAsync();

        Assert.Equal(
            [
                "create_directory", "directory_tree", "edit_file", "get_file_info", "list_allowed_directories", "list_directory", "list_directory_with_sizes", "move_file",
                "read_file", "read_media_file", "read_multiple_files", "read_text_file", "search_files", "write_file",
            ],
            Of("filesystem"));
        Assert.Equal(["add_observations", "create_entities", "create_relations", "delete_entities", "delete_observations", "delete_relations", "open_nodes", "read_graph", "search_nodes"], Of("memory"));
        Assert.Equal(["sequentialthinking"], Of("thinking"));
        Assert.All(functions, static function => Assert.True(function.Problems.Count == 0 && function.Description.Length > 0 && function.Parameters.GetProperty("type").GetString() == "object", function.CallName));

        IEnumerable<string> Of(string plugin) => functions.Where(function => function.Plugin.Name == plugin).Select(static function => function.CallName).Order(StringComparer.Ordinal);
    }

    [Fact(SkipUnless = nameof(NpmServers.AreThere), SkipType = typeof(NpmServers), Skip = NpmServers.AreNot)]
    public async Task Files_EveryTool_DoesWhatItSays()
    {
        var host = await shared.StartedAsync();
        var folder = Path.Combine(shared.Folder, "files");
        var (text, picture, moved) = (Path.Combine(folder, "a.txt"), Path.Combine(folder, "p.png"), Path.Combine(folder, "q.png"));

        Assert.Contains("created directory", await ContentAsync("create_directory", new { path = folder }), StringComparison.Ordinal);
        Assert.Contains("wrote to", await ContentAsync("write_file", new { path = text, content = "one\ntwo\nthree\n" }), StringComparison.Ordinal);
        Assert.Contains("-two\n+2\n", await ContentAsync("edit_file", new { path = text, edits = new[] { new { oldText = "two", newText = "2" } }, dryRun = true }), StringComparison.Ordinal);
        Assert.Equal("one\ntwo\nthree\n", await File.ReadAllTextAsync(text, TestContext.Current.CancellationToken));
        await ContentAsync("edit_file", new { path = text, edits = new[] { new { oldText = "two", newText = "2" } } });
        Assert.Equal("one\n2\nthree\n", await ContentAsync("read_file", new { path = text }));
        Assert.Equal("one", await ContentAsync("read_text_file", new { path = text, head = 1 }));
        await File.WriteAllBytesAsync(picture, [137, 80, 78, 71], TestContext.Current.CancellationToken);
        var media = (await host.CallAsync("read_media_file", Json(new { path = picture }))).GetProperty("content");
        Assert.Equal(("image", "image/png", "iVBORw=="), (media[0].GetProperty("type").GetString(), media[0].GetProperty("mimeType").GetString(), media[0].GetProperty("data").GetString()));
        Assert.Contains("one\n2\nthree", await ContentAsync("read_multiple_files", new { paths = new[] { text, picture + "x" } }), StringComparison.Ordinal);
        Assert.Equal("[FILE] a.txt\n[FILE] p.png", await ContentAsync("list_directory", new { path = folder }));
        Assert.Contains("Total: 2 files, 0 directories", await ContentAsync("list_directory_with_sizes", new { path = folder, sortBy = "size" }), StringComparison.Ordinal);
        Assert.Equal(["a.txt", "p.png"], JsonElement.Parse(await ContentAsync("directory_tree", new { path = folder })).EnumerateArray().Select(static entry => entry.GetProperty("name").GetString()));
        await ContentAsync("move_file", new { source = picture, destination = moved });
        Assert.Equal(moved, await ContentAsync("search_files", new { path = folder, pattern = "*.png" }));
        Assert.StartsWith("size: 4\n", await ContentAsync("get_file_info", new { path = moved }), StringComparison.Ordinal);
        Assert.Contains(shared.Folder, await ContentAsync("list_allowed_directories", new { }), StringComparison.Ordinal);

        async Task<string> ContentAsync(string function, object args) => (await host.CallAsync(function, Json(args))).GetProperty("content").GetString()!;
    }

    [Fact(SkipUnless = nameof(NpmServers.AreThere), SkipType = typeof(NpmServers), Skip = NpmServers.AreNot)]
    public async Task Files_OutsideOfItsFolder_AreTheServersOwnError()
    {
        var host = await shared.StartedAsync();

        var fault = await Assert.ThrowsAsync<ToolCallException>(() => host.CallAsync("filesystem.read_file", Json(new { path = "/etc/hostname" })));

        Assert.StartsWith("Access denied - path outside allowed directories", fault.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal("tool:filesystem", fault.Plugin.ToString());
        await Assert.ThrowsAsync<ToolArgumentsException>(() => host.CallAsync("read_multiple_files", """{"paths":[]}"""));
        await Assert.ThrowsAsync<ToolArgumentsException>(() => host.CallAsync("edit_file", """{"path":"a","edits":[{"oldText":"x"}]}"""));
    }

    [Fact(SkipUnless = nameof(NpmServers.AreThere), SkipType = typeof(NpmServers), Skip = NpmServers.AreNot)]
    public async Task Memory_EveryTool_DoesWhatItSays()
    {
        var host = await shared.StartedAsync();
        const string Knows = """{"relations":[{"from":"Ada","to":"Bob","relationType":"knows"}]}""";
        const string People = """{"entities":[{"name":"Ada","entityType":"person","observations":["counts"]},{"name":"Bob","entityType":"person","observations":[]}]}""";

        Assert.Equal(People, (await host.CallAsync("create_entities", People)).GetRawText());
        Assert.Equal(Knows, (await host.CallAsync("create_relations", Knows)).GetRawText());
        Assert.Equal(
            """{"results":[{"entityName":"Ada","addedObservations":["writes"]}]}""",
            (await host.CallAsync("add_observations", """{"observations":[{"entityName":"Ada","contents":["writes"]}]}""")).GetRawText());
        Assert.Equal(["counts", "writes"], (await host.CallAsync("search_nodes", """{"query":"writes"}""")).GetProperty("entities")[0].GetProperty("observations").EnumerateArray().Select(static each => each.GetString()));
        Assert.Equal("Bob", Assert.Single((await host.CallAsync("open_nodes", """{"names":["Bob"]}""")).GetProperty("entities").EnumerateArray()).GetProperty("name").GetString());
        var missing = await Assert.ThrowsAsync<ToolCallException>(() => host.CallAsync("add_observations", """{"observations":[{"entityName":"Eve","contents":["writes"]}]}"""));
        Assert.Equal("Entity with name Eve not found", missing.ErrorMessage);
        Assert.True((await host.CallAsync("delete_observations", """{"deletions":[{"entityName":"Ada","observations":["counts"]}]}""")).GetProperty("success").GetBoolean());
        Assert.True((await host.CallAsync("delete_relations", Knows)).GetProperty("success").GetBoolean());
        Assert.True((await host.CallAsync("delete_entities", """{"entityNames":["Bob"]}""")).GetProperty("success").GetBoolean());
        Assert.Equal("""{"entities":[{"name":"Ada","entityType":"person","observations":["writes"]}],"relations":[]}""", (await host.CallAsync("read_graph")).GetRawText());
    }

    [Fact(SkipUnless = nameof(NpmServers.AreThere), SkipType = typeof(NpmServers), Skip = NpmServers.AreNot)]
    public async Task Thinking_Thoughts_AreCounted()
    {
        var host = await shared.StartedAsync();

        var first = await host.CallAsync("sequentialthinking", """{"thought":"a","nextThoughtNeeded":"true","thoughtNumber":1,"totalThoughts":2}""");
        var second = await host.CallAsync("sequentialthinking", """{"thought":"b","nextThoughtNeeded":false,"thoughtNumber":3,"totalThoughts":2,"branchFromThought":1,"branchId":"x"}""");

        Assert.Equal("""{"thoughtNumber":1,"totalThoughts":2,"nextThoughtNeeded":true,"branches":[],"thoughtHistoryLength":1}""", first.GetRawText());
        Assert.Equal("""{"thoughtNumber":3,"totalThoughts":3,"nextThoughtNeeded":false,"branches":["x"],"thoughtHistoryLength":2}""", second.GetRawText());
        await Assert.ThrowsAsync<ToolArgumentsException>(() => host.CallAsync("sequentialthinking", """{"thought":"a","nextThoughtNeeded":7,"thoughtNumber":0,"totalThoughts":1.5}"""));
        var refused = await Assert.ThrowsAsync<PluginSerializationException>(() => host.CallAsync("sequentialthinking", """{"thought":"a","nextThoughtNeeded":"maybe","thoughtNumber":1,"totalThoughts":2}"""));
        Assert.Contains("received \"maybe\"", refused.Message, StringComparison.Ordinal);
    }

    private static string Json(object value) => JsonSerializer.Serialize(value);
}
