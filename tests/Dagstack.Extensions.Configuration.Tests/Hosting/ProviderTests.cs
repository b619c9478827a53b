using System.Text;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Dagstack.Extensions.Configuration.Tests.Hosting;

public sealed class ProviderTests
{
    private const string Tree = """{"a":{"b":[1,-2.50,true,false,null,"x",{"c":"d"},[],{}],"empty":{},"none":[],"Text":"é \"q\""},"n":12345678901234567890,"z":null,"e":1e3}""";

    [Fact]
    public void Keys_OfJson_AreThoseOfTheJsonProvider()
    {
        using var folder = new TempFolder();
        folder.Write("app.json", Tree);
        var ours = Build(folder, static builder => builder.AddDagstackConfig("app.json"));
        var stock = Build(folder, static builder => builder.AddJsonFile("app.json"));
        Assert.Equal(stock.AsEnumerable(), ours.AsEnumerable());
    }

    [Fact]
    public void Keys_OfTheSameTreeInYamlAndToml_AreThoseOfTheJsonProvider()
    {
        using var folder = new TempFolder();
        folder.Write("app.json", """{"a":{"b":[1,-2.50,true,"x",{"c":"d"},[],{}],"empty":{},"none":[]},"big":9223372036854775807}""");
        folder.Write("app.yaml", "a:\n  b: [1, -2.50, true, x, {c: d}, [], {}]\n  empty: {}\n  none: []\nbig: 9223372036854775807\n");
        folder.Write("app.toml", "big = 9223372036854775807\n[a]\nb = [1, -2.50, true, 'x', {c = 'd'}, [], {}]\nempty = {}\nnone = []\n");
        var stock = Build(folder, static builder => builder.AddJsonFile("app.json")).AsEnumerable();
        Assert.Equal(stock, Build(folder, static builder => builder.AddDagstackConfig("app.yaml")).AsEnumerable());
        Assert.Equal(stock, Build(folder, static builder => builder.AddDagstackConfig("app.toml")).AsEnumerable());
        Assert.Equal(stock, Build(folder, static builder => builder.AddTomlFile("app.toml")).AsEnumerable());
    }

    [Fact]
    public void Values_AreAsWritten_AndNumbersInOtherBasesDecimal()
    {
        using var folder = new TempFolder();
        folder.Write("app.yaml", "version: 1.10\noctal: 0o755\nhex: 0x1F\nplain: 0755\npin: ${PIN}\nflag: ${FLAG}\n");
        var configuration = Build(folder, static builder => builder.AddDagstackConfig("app.yaml", static o => o.Variables = static name => name == "PIN" ? "0012" : name == "FLAG" ? "true" : null));
        Assert.Equal(["1.10", "493", "31", "0755", "0012", "true"], new[] { "version", "octal", "hex", "plain", "pin", "flag" }.Select(key => configuration[key]));
    }

    [Fact]
    public void Lists_OfAHigherLayer_AreReplacedWhole()
    {
        using var folder = new TempFolder();
        folder.Write("app.yaml", "plugins: [audit, metrics, traces]\n");
        folder.Write("app.local.yaml", "plugins: [audit]\n");
        var configuration = Build(folder, static builder => builder.AddDagstackConfig("app.yaml"));
        Assert.Equal(["audit"], configuration.GetSection("plugins").Get<string[]>()!);
    }

    [Theory]
    [InlineData("Port: 1\nport: 2\n", "port: this key is there twice: .NET configuration compares keys without case")]
    [InlineData("a: {b: 1}\n\"A:B\": 2\n", "A:B: this key is there twice")]
    public void Keys_ThatAreOneToDotNet_AreRefused(string yaml, string message)
    {
        using var folder = new TempFolder();
        folder.Write("app.yaml", yaml);
        var error = Assert.Throws<ConfigException>(() => Build(folder, static builder => builder.AddDagstackConfig("app.yaml")));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.True(DagstackConfig.Load(folder.Combine("app.yaml")).Has("a.b") || yaml[0] == 'P');
    }

    [Fact]
    public void GetDagstackConfig_OfAConfiguration_IsTheSameValues()
    {
        using var folder = new TempFolder();
        folder.Write("app.yaml", "a: {b: 1}\n");
        using var manager = new ConfigurationManager();
        manager.SetBasePath(folder.Path).AddDagstackConfig("app.yaml").AddInMemoryCollection([new("x", "y")]);
        Assert.Equal(1, manager.GetDagstackConfig().GetInt32("a.b"));
        Assert.Equal("dagstack config (app.yaml)", ((IConfigurationRoot)manager).Providers.Single(static provider => provider.TryGet("a:b", out _)).ToString());
        var chained = new ConfigurationBuilder().AddConfiguration(manager).Build();
        Assert.Equal(1, chained.GetDagstackConfig().GetInt32("a.b"));
        var error = Assert.Throws<InvalidOperationException>(() => new ConfigurationBuilder().Build().GetDagstackConfig());
        Assert.Contains("builder.Configuration.AddDagstackConfig(\"app-config.yaml\")", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Root_Reload_TakesChangesAndKeepsOldValuesOfAWrongFile()
    {
        using var folder = new TempFolder();
        folder.Write("app.yaml", "a: 1\n");
        folder.Write("app.toml", "t = 1\n");
        var log = new ListLogger();
        var root = Build(folder, builder => builder.AddDagstackConfig("app.yaml", o => o.Logger = log).AddTomlFile("app.toml"));
        folder.Write("app.yaml", "a: 2\n");
        root.Reload();
        Assert.Equal("2", root["a"]);
        folder.Write("app.yaml", "a: [\n");
        folder.Write("app.toml", "t = 2\n");
        root.Reload();
        Assert.Equal(("2", "2"), (root["a"], root["t"]));
        Assert.Contains("Warning ReloadRejected", Assert.Single(log.Lines, static line => line.StartsWith("Warning", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void Toml_Stream_IsRead()
    {
        var configuration = new ConfigurationBuilder().AddTomlStream(new MemoryStream(Encoding.UTF8.GetBytes("[a]\nb = '${X}'\nd = 1979-05-27T07:32:00Z\nl = [{x = 1}]\n"))).Build();
        Assert.Equal(("${X}", "1979-05-27T07:32:00Z", "1"), (configuration["a:b"], configuration["a:d"], configuration["a:l:0:x"]));
        Assert.Equal(new DateTimeOffset(1979, 5, 27, 7, 32, 0, TimeSpan.Zero), configuration.GetValue<DateTimeOffset>("a:d"));
    }

    [Fact]
    public void Toml_MissingFile_IsAnErrorUnlessOptional()
    {
        using var folder = new TempFolder();
        Assert.Throws<FileNotFoundException>(() => Build(folder, static builder => builder.AddTomlFile("app.toml")));
        Assert.Empty(Build(folder, static builder => builder.AddTomlFile("app.toml", optional: true)).AsEnumerable());
        Assert.Empty(Build(folder, static builder => builder.AddTomlFile(null, "app.toml", optional: true, reloadOnChange: false)).AsEnumerable());
        Assert.Empty(Build(folder, static builder => builder.AddTomlFile(static source => (source.Path, source.Optional) = ("app.toml", true))).AsEnumerable());
    }

    [Fact]
    public async Task Toml_OfAFileProviderWithReloadOnChange_TakesTheChange()
    {
        using var folder = new TempFolder();
        folder.Write("app.toml", "a = 1\n");
        using var provider = new Microsoft.Extensions.FileProviders.PhysicalFileProvider(folder.Path);
        using var root = (ConfigurationRoot)new ConfigurationBuilder().AddTomlFile(provider, "app.toml", optional: false, reloadOnChange: true).Build();
        var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = Microsoft.Extensions.Primitives.ChangeToken.OnChange(root.GetReloadToken, () =>
        {
            if (root["a"] == "2")
            {
                changed.TrySetResult();
            }
        });
        File.Move(folder.Write("next", "a = 2\n"), folder.Combine("app.toml"), overwrite: true);
        await changed.Task.WaitAsync(Limits.Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Toml_WrongFile_IsAnErrorWithItsPlace()
    {
        using var folder = new TempFolder();
        folder.Write("app.toml", "a = 1\na = 2\n");
        var error = Assert.Throws<InvalidDataException>(() => Build(folder, static builder => builder.AddTomlFile("app.toml")));
        Assert.Equal("app.toml(2,1): a: this key is there twice: the first is in line 1. Keep one of them.", Assert.IsType<ConfigException>(error.InnerException).Message);
        folder.Write("app.toml", "a = '" + new string('x', 2000) + "'\n");
        error = Assert.Throws<InvalidDataException>(() => Build(folder, static builder => builder.AddTomlFile(static source => (source.Path, source.MaxFileSize) = ("app.toml", 1000))));
        Assert.Contains("more than 1,000 bytes", error.InnerException!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Toml_WrongFileOnReload_KeepsTheOldValuesAndSaysSo()
    {
        using var folder = new TempFolder();
        folder.Write("app.toml", "a = 1\n");
        var errors = new List<Exception>();
        var root = Build(folder, builder => builder.AddTomlFile(source => (source.Path, source.OnLoadException) = ("app.toml", context => errors.Add(context.Exception))));
        folder.Write("app.toml", "a = \n");
        root.Reload();
        folder.Write("app.toml", "");
        root.Reload();
        Assert.Equal("1", root["a"]);
        Assert.Equal(2, errors.Count);
        folder.Write("app.toml", "# nothing\n");
        root.Reload();
        Assert.Null(root["a"]);
    }

    private static IConfigurationRoot Build(TempFolder folder, Action<IConfigurationBuilder> add)
    {
        var builder = new ConfigurationBuilder().SetBasePath(folder.Path);
        add(builder);
        return builder.Build();
    }
}
