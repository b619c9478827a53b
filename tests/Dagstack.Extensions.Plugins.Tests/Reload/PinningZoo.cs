namespace Dagstack.Extensions.Plugins.Tests.Reload;

/// <summary>Plugins that do what keeps code in memory, one for each cause, and what is to become of them.</summary>
internal static class PinningZoo
{
    /// <summary>Gets the members of each plugin's class by its name, and the cause that is to be reported; null if it is to be unloaded.</summary>
    public static IReadOnlyDictionary<string, (string? Cause, string Members)> Animals { get; } = new Dictionary<string, (string?, string)>
    {
        ["plain"] = (null, Setup(string.Empty)),
        ["static-event"] = (PluginUnloadCauses.Event, Setup("AppDomain.CurrentDomain.ProcessExit += OnExit;", "private static void OnExit(object? sender, EventArgs args) { }")),
        ["host-event"] = (PluginUnloadCauses.Event, Setup("Dagstack.Extensions.Plugins.Tests.Reload.ZooKeeper.Fed += OnFed;", "private void OnFed() { }")),
        ["event-that-is-left"] = (null, Setup("AppDomain.CurrentDomain.ProcessExit += OnExit;", "private static void OnExit(object? sender, EventArgs args) { }", "AppDomain.CurrentDomain.ProcessExit -= OnExit;")),
        ["timer"] = (PluginUnloadCauses.Timer, Setup("_timer = new Timer(_ => Greet(string.Empty), null, 50, 50);", "private Timer? _timer;")),
        ["thread"] = (PluginUnloadCauses.Thread, Setup("new Thread(Run) { IsBackground = true }.Start();", "private void Run() { while (!Dagstack.Extensions.Plugins.Tests.Reload.ZooKeeper.IsClosed) { Thread.Sleep(20); } GC.KeepAlive(this); }")),
        ["pending-task"] = (PluginUnloadCauses.Task, Setup("_ = Run();", "private async Task Run() { await Dagstack.Extensions.Plugins.Tests.Reload.ZooKeeper.Closed; GC.KeepAlive(this); }")),
        ["cancellation-registration"] = (PluginUnloadCauses.Registration, Setup("Dagstack.Extensions.Plugins.Tests.Reload.ZooKeeper.Closing.Register(() => Greet(string.Empty));")),
        ["change-token"] = (PluginUnloadCauses.Registration, Setup("Microsoft.Extensions.Primitives.ChangeToken.OnChange(Dagstack.Extensions.Plugins.Tests.Reload.ZooKeeper.Configuration.GetReloadToken, () => Greet(string.Empty));")),
        ["options-monitor"] = (PluginUnloadCauses.Registration, Setup("Dagstack.Extensions.Plugins.Tests.Reload.ZooKeeper.Options.OnChange((_, _) => Greet(string.Empty));")),
        ["gauge"] = (PluginUnloadCauses.Telemetry, Setup("new System.Diagnostics.Metrics.Meter(\"zoo\").CreateObservableGauge(\"zoo.size\", () => Greet(string.Empty).Length);")),
        ["activity-listener"] = (PluginUnloadCauses.Telemetry, Setup("System.Diagnostics.ActivitySource.AddActivityListener(new() { ShouldListenTo = source => source.Name == Greet(string.Empty) });")),
        ["async-local"] = (null, Setup("_ambient.Value = this;", "private static readonly AsyncLocal<object> _ambient = new();")),
        ["current-activity"] = (null, Setup("new System.Diagnostics.Activity(\"left\").Start();")),
        ["ambient-in-a-timer-of-the-host"] = (PluginUnloadCauses.Ambient, Setup("_ambient.Value = this; Dagstack.Extensions.Plugins.Tests.Reload.ZooKeeper.Remember();", "private static readonly AsyncLocal<object> _ambient = new();")),
        ["json-by-reflection"] = (null, Setup("System.Text.Json.JsonSerializer.Serialize(new Own(), new System.Text.Json.JsonSerializerOptions()); System.Text.Json.JsonSerializer.Serialize(new Own());", Own)),
        ["xml-serializer"] = (null, Setup("new System.Xml.Serialization.XmlSerializer(typeof(Own)).Serialize(System.IO.Stream.Null, new Own());", Own)),
        ["type-descriptor"] = (PluginUnloadCauses.TypeDescriptor, Setup("System.ComponentModel.TypeDescriptor.GetProperties(typeof(Own)); System.ComponentModel.TypeDescriptor.GetConverter(typeof(DayOfZoo));", Own)),
        ["data-annotations"] = (PluginUnloadCauses.TypeDescriptor, Setup("System.ComponentModel.DataAnnotations.Validator.TryValidateObject(_own, new System.ComponentModel.DataAnnotations.ValidationContext(_own), null, true);", "private readonly Own _own = new();" + Own)),
        ["configuration-binder"] = (PluginUnloadCauses.TypeDescriptor, Setup("Microsoft.Extensions.Configuration.ConfigurationBinder.Get<Own>(Dagstack.Extensions.Plugins.Tests.Reload.ZooKeeper.Configuration);", Own)),
        ["host-container"] = (PluginUnloadCauses.HostContainer, Setup("Dagstack.Extensions.Plugins.Tests.Reload.ZooKeeper.Services!.GetService(typeof(Own));", Own)),
        ["kept-exception"] = (PluginUnloadCauses.KeptObject, Setup("try { throw new OwnException(); } catch (OwnException kept) { Dagstack.Extensions.Plugins.Tests.Reload.ZooKeeper.Kept.Add(kept); }", "public sealed class OwnException : Exception { }")),
        ["kept-object"] = (PluginUnloadCauses.KeptObject, Setup("Dagstack.Extensions.Plugins.Tests.Reload.ZooKeeper.Kept.Add(this);")),
        ["kept-type"] = (PluginUnloadCauses.KeptObject, Setup("Dagstack.Extensions.Plugins.Tests.Reload.ZooKeeper.Kept.Add(GetType());")),
    };

    private const string Own = """
        public enum DayOfZoo { Open, Closed }

        public sealed class Own
        {
            [System.ComponentModel.DataAnnotations.Required]
            public string Name { get; set; } = "own";

            public DayOfZoo Day { get; set; }
        }
        """;

    private static string Setup(string setup, string members = "", string? teardown = null) => $$"""
        public ValueTask SetupAsync(PluginContext context, CancellationToken token)
        {
            {{setup}}
            return default;
        }

        {{(teardown is null ? string.Empty : $"public ValueTask<bool> TeardownAsync(CancellationToken token) {{ {teardown} return new(true); }}")}}

        {{members}}
        """;
}
