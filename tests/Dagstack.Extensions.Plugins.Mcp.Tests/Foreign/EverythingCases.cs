using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Foreign;

/// <summary>The reference server with a tool for each thing that there is, as a plugin, whatever it is reached by.</summary>
public abstract class EverythingCases(SharedHost shared)
{
    private const string Text = "text";

    [Fact(SkipUnless = nameof(NpmServers.AreThere), SkipType = typeof(NpmServers), Skip = NpmServers.AreNot)]
    public async Task Functions_OfTheServer_AreItsToolsWithTheirSchemas()
    {
        var host = await shared.StartedAsync();

        // Its last tool comes after the handshake, by list_changed.
        var functions = await host.UntilAsync(static functions => functions.Any(static function => function.Name == "simulate-research-query"));

        Assert.Equal(
            [
                "echo", "get-annotated-message", "get-env", "get-resource-links", "get-resource-reference", "get-structured-content", "get-sum", "get-tiny-image",
                "gzip-file-as-resource", "toggle-simulated-logging", "toggle-subscriber-updates", "trigger-long-running-operation", "simulate-research-query",
            ],
            functions.Select(static function => function.CallName));
        Assert.All(functions, static function => Assert.Empty(function.Problems));
        Assert.All(functions, static function => Assert.NotEmpty(function.Description));
        var sum = functions.Single(static function => function.Name == "get-sum").Parameters;
        Assert.Equal("number", sum.GetProperty("properties").GetProperty("a").GetProperty("type").GetString());
        Assert.Equal(["a", "b"], sum.GetProperty("required").EnumerateArray().Select(static name => name.GetString()));
    }

    [Theory(SkipUnless = nameof(NpmServers.AreThere), SkipType = typeof(NpmServers), Skip = NpmServers.AreNot)]
    [InlineData("echo", """{"message":"Grüße, \"x\"\n"}""", "Echo: Grüße, \"x\"\n")]
    [InlineData("everything.get-sum", """{"a":2.5,"b":3}""", "The sum of 2.5 and 3 is 5.5.")]
    [InlineData("get-annotated-message", """{"messageType":"success"}""", "Operation completed successfully")]
    [InlineData("trigger-long-running-operation", """{"duration":0.01,"steps":1}""", "Long running operation completed. Duration: 0.01 seconds, Steps: 1.")]
    public async Task Result_OneText_IsThatText(string function, string args, string expected)
    {
        var host = await shared.StartedAsync();

        Assert.Equal(expected, (await host.CallAsync(function, args)).GetString());
    }

    [Theory(SkipUnless = nameof(NpmServers.AreThere), SkipType = typeof(NpmServers), Skip = NpmServers.AreNot)]
    [InlineData("toggle-simulated-logging", "simulated, random-leveled logging")]
    [InlineData("toggle-subscriber-updates", "simulated resource updated notifications")]
    public async Task Toggle_OnAndOff_SaysSoEachTime(string function, string what)
    {
        var host = await shared.StartedAsync();

        Assert.StartsWith($"Started {what}", (await host.CallAsync(function)).GetString(), StringComparison.Ordinal);
        Assert.StartsWith("Stopped ", (await host.CallAsync(function)).GetString(), StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(NpmServers.AreThere), SkipType = typeof(NpmServers), Skip = NpmServers.AreNot)]
    public async Task Result_Structured_IsThat()
    {
        var host = await shared.StartedAsync();

        var weather = await host.CallAsync("get-structured-content", """{"location":"Chicago"}""");

        Assert.Equal("""{"temperature":36,"conditions":"Light rain / drizzle","humidity":82}""", weather.GetRawText());
    }

    [Fact(SkipUnless = nameof(NpmServers.AreThere), SkipType = typeof(NpmServers), Skip = NpmServers.AreNot)]
    public async Task Result_WithImages_IsTheContentAsItCame()
    {
        var host = await shared.StartedAsync();

        var image = await host.CallAsync("get-tiny-image");
        var annotated = await host.CallAsync("get-annotated-message", """{"messageType":"error","includeImage":true}""");

        Assert.Equal([Text, "image", Text], Types(image));
        Assert.Equal("image/png", image[1].GetProperty("mimeType").GetString());
        Assert.Equal("\u0089PNG", Encoding.Latin1.GetString(image[1].GetProperty("data").GetBytesFromBase64())[..4]);
        Assert.Equal([Text, "image"], Types(annotated));
        Assert.Equal(1, annotated[0].GetProperty("annotations").GetProperty("priority").GetInt32());
    }

    [Fact(SkipUnless = nameof(NpmServers.AreThere), SkipType = typeof(NpmServers), Skip = NpmServers.AreNot)]
    public async Task Result_WithResources_IsTheContentAsItCame()
    {
        var host = await shared.StartedAsync();

        var links = await host.CallAsync("get-resource-links", """{"count":2}""");
        var reference = await host.CallAsync("get-resource-reference", """{"resourceType":"Text","resourceId":2}""");
        var link = await host.CallAsync("gzip-file-as-resource", """{"name":"a.gz","data":"data:text/plain,hello"}""");
        var embedded = await host.CallAsync("gzip-file-as-resource", """{"name":"b.gz","data":"data:text/plain,hello","outputType":"resource"}""");

        Assert.Equal([Text, "resource_link", "resource_link"], Types(links));
        Assert.Equal("demo://resource/dynamic/text/2", links[2].GetProperty("uri").GetString());
        Assert.Equal([Text, "resource", Text], Types(reference));
        Assert.StartsWith("Resource 2: This is a plaintext resource", reference[1].GetProperty("resource").GetProperty(Text).GetString(), StringComparison.Ordinal);
        Assert.Equal(("a.gz", "application/gzip"), (Assert.Single(link.EnumerateArray()).GetProperty("name").GetString(), link[0].GetProperty("mimeType").GetString()));
        var bytes = Assert.Single(embedded.EnumerateArray()).GetProperty("resource").GetProperty("blob").GetBytesFromBase64();
        using var unpacked = new StreamReader(new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress));
        Assert.Equal("hello", await unpacked.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Theory(SkipUnless = nameof(NpmServers.AreThere), SkipType = typeof(NpmServers), Skip = NpmServers.AreNot)]
    [InlineData("get-sum", """{"a":"2","b":3}""", "/a: found \"2\", expected a number")]
    [InlineData("get-sum", """{"a":2}""", "/b: is missing")]
    [InlineData("echo", """{"massage":"x"}""", "/message: is missing")]
    [InlineData("get-resource-links", """{"count":11}""", "/count: found 11, expected at most 10")]
    [InlineData("get-structured-content", """{"location":"Oslo"}""", "New York")]
    public async Task Arguments_ThatDoNotFit_AreRefusedBeforeTheCall(string function, string args, string problem)
    {
        var host = await shared.StartedAsync();

        var fault = await Assert.ThrowsAsync<ToolArgumentsException>(() => host.CallAsync(function, args));

        Assert.Contains(problem, fault.Message, StringComparison.Ordinal);
    }

    [Theory(SkipUnless = nameof(NpmServers.AreThere), SkipType = typeof(NpmServers), Skip = NpmServers.AreNot)]
    [InlineData("get-resource-reference", """{"resourceId":0}""", "Invalid resourceId: 0. Must be a finite positive integer.")]
    [InlineData("gzip-file-as-resource", """{"data":"ftp://x/y"}""", "Error processing file ftp://x/y: Unsupported URL protocol for ftp://x/y. Only http, https, and data URLs are supported.")]
    [InlineData("simulate-research-query", """{"topic":"x"}""", "MCP error -32601: Tool simulate-research-query requires task augmentation (taskSupport: 'required')")]
    public async Task Error_OfATool_IsAToolCallException(string function, string args, string message)
    {
        var host = await shared.StartedAsync();
        await host.UntilAsync(functions => functions.Any(each => each.Name == function));

        var fault = await Assert.ThrowsAsync<ToolCallException>(() => host.CallAsync(function, args));

        Assert.Equal(message, fault.ErrorMessage);
    }

    [Fact(SkipUnless = nameof(NpmServers.AreThere), SkipType = typeof(NpmServers), Skip = NpmServers.AreNot)]
    public async Task Arguments_ThatOnlyTheServerCanJudge_AreRefusedByItAndSayWhat()
    {
        var host = await shared.StartedAsync();

        var fault = await Assert.ThrowsAsync<PluginSerializationException>(() => host.CallAsync("gzip-file-as-resource", """{"data":"not a url"}"""));

        Assert.Contains("Invalid URL at data", fault.Message, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(NpmServers.AreThere), SkipType = typeof(NpmServers), Skip = NpmServers.AreNot)]
    public async Task Progress_OfALongCall_IsThePluginsOwn()
    {
        var host = await shared.StartedAsync();

        await host.CallAsync("trigger-long-running-operation", """{"duration":0.2,"steps":4}""");

        await host.Logs.WaitForAsync("plugin.tool.everything: 50 % done");
        await host.Logs.WaitForAsync("plugin.tool.everything: 100 % done");
    }

    [Fact(SkipUnless = nameof(NpmServers.AreThere), SkipType = typeof(NpmServers), Skip = NpmServers.AreNot)]
    public async Task Call_LongerThanItsTime_TimesOutAndTheServerGoesOn()
    {
        var host = await shared.StartedAsync();

        await Assert.ThrowsAsync<PluginTimeoutException>(() => host.Tools.With(new() { Timeout = TimeSpan.FromMilliseconds(100) })
            .CallAsync("trigger-long-running-operation", JsonElement.Parse("""{"duration":60,"steps":2}"""), TestContext.Current.CancellationToken).AsTask());

        Assert.Equal("Echo: here", (await host.CallAsync("echo", """{"message":"here"}""")).GetString());
    }

    [Fact(SkipUnless = nameof(NpmServers.AreThere), SkipType = typeof(NpmServers), Skip = NpmServers.AreNot)]
    public async Task Tools_ThatAskTheHost_AreNotOffered()
    {
        var host = await shared.StartedAsync();

        // The server lists them only for a client that says that it can be asked.
        foreach (var function in new[] { "trigger-sampling-request", "trigger-elicitation-request", "get-roots-list" })
        {
            await Assert.ThrowsAsync<ToolNotFoundException>(() => host.CallAsync(function));
        }
    }

    private static string?[] Types(JsonElement content) => [.. content.EnumerateArray().Select(static block => block.GetProperty("type").GetString())];
}
