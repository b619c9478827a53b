using System.Net;
using System.Net.Http.Json;
using Chunking;
using Microsoft.AspNetCore.Mvc.Testing;
using WebApi;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Samples;

public sealed class WebApiTests
{
    private static readonly string s_folder = Path.Combine(Repository.Root, "samples", "WebApi");

    [Fact]
    public async Task Post_Document_IsCutByThePlugin()
    {
        await using var factory = new WebApplicationFactory<Document>();
        using var client = factory.CreateClient();
        using var answer = await client.PostAsJsonAsync("/chunks", new Document("Hello, dagstack!", 5), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal([new(0, "Hello"), new(5, ", dag"), new(10, "stack"), new(15, "!")], await answer.Content.ReadFromJsonAsync<Chunk[]>(TestContext.Current.CancellationToken) ?? []);
    }

    [Fact]
    public async Task Post_SizeOfZero_IsStillRefusedByTheApi()
    {
        await using var factory = new WebApplicationFactory<Document>();
        using var client = factory.CreateClient();
        using var answer = await client.PostAsJsonAsync("/chunks", new Document("Hello", 0), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("MaxSize", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Program.cs")]
    [InlineData("WebApi.csproj")]
    public void Readme_Diff_EndsInTheFileAsItIs(string file)
    {
        var readme = File.ReadAllText(Path.Combine(s_folder, "README.md"));
        var diff = readme[readme.IndexOf("```diff\n", readme.IndexOf($"In `{file}`", StringComparison.Ordinal), StringComparison.Ordinal)..];
        var lines = diff.Split('\n')[1..].TakeWhile(static line => line != "```").ToList();
        var after = string.Join('\n', lines.Where(static line => line[0] != '-').Select(static line => line[1..]));
        var text = File.ReadAllText(Path.Combine(s_folder, file));
        Assert.Contains(lines, static line => line[0] == '+');
        Assert.Contains(after, text, StringComparison.Ordinal);
        Assert.All(lines.Where(static line => line[0] == '-'), line => Assert.DoesNotContain(line[1..], text, StringComparison.Ordinal));
    }
}
