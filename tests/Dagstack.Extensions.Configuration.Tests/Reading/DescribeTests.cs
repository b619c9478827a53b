using Xunit;

namespace Dagstack.Extensions.Configuration.Tests.Reading;

public sealed class DescribeTests
{
    [Fact]
    public void Describe_Layers_SaysWhereEachValueIsFrom()
    {
        using var folder = new TempFolder();
        folder.Write("app-config.yaml", "database:\n  host: ${DB_HOST:-a}\n  port: 1.10\nlist: [1, 2]\nempty: {}\nnone: []\nnothing: ~\n");
        folder.Write("app-config.local.yaml", "database:\n  host: b\n");
        using var config = DagstackConfig.Load("app-config.yaml", options => options.BasePath = folder.Path);

        var entries = config.Describe();

        Assert.Equal(
            [
                "database:host = b (app-config.local.yaml(2,9))",
                "database:port = 1.10 (app-config.yaml(3,9))",
                "empty = null (app-config.yaml(5,8))",
                "list:0 = 1 (app-config.yaml(4,8))",
                "list:1 = 2 (app-config.yaml(4,11))",
                "none =  (app-config.yaml(6,7))",
                "nothing = null (app-config.yaml(7,10))",
            ],
            entries.Select(static entry => entry.ToString()));
        Assert.Equal(("database:host", "b", false, "app-config.local.yaml", 2, 9), (entries[0].Key, entries[0].Value, entries[0].IsMasked, entries[0].File, entries[0].Line, entries[0].Column));
    }

    [Fact]
    public void Describe_Secrets_AreMaskedAndNotAskedFor()
    {
        using var folder = new TempFolder();
        folder.Write("app-config.yaml", "pin: ${secret:env:NOBODY_HAS_SET_THIS}\napi_key: abc\ncredentials: {user: u, list: [p]}\npassword: ''\ntoken: ~\nmonkey: m\n");
        using var config = DagstackConfig.Load("app-config.yaml", options => options.BasePath = folder.Path);

        var entries = config.Describe().ToDictionary(static entry => entry.Key);

        Assert.Equal(["pin", "api_key", "credentials:user", "credentials:list:0"], entries.Values.Where(static entry => entry.IsMasked).OrderBy(static entry => entry.Line).ThenByDescending(static entry => entry.Key).Select(static entry => entry.Key));
        Assert.All(entries.Values.Where(static entry => entry.IsMasked), static entry => Assert.Equal("[MASKED]", entry.Value));
        Assert.Equal(("m", string.Empty, null), (entries["monkey"].Value, entries["password"].Value, entries["token"].Value));
    }
}
