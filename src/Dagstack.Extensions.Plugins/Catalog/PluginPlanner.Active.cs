namespace Dagstack.Extensions.Plugins.Catalog;

/// <content>Somebody else becomes the active plugin of a kind.</content>
internal sealed partial class PluginPlanner
{
    /// <summary>Changes who is active, and plans anew: who takes the active plugin of a kind depends on another one from then on.</summary>
    /// <param name="choose">Makes the choice. No other one is made meanwhile, and nobody comes or goes.</param>
    public void Choose(Action choose)
    {
        var fresh = FindKeys();
        List<(PluginEntry Entry, PluginEntry Other)> undeclared = [];
        lock (_changing)
        {
            choose();
            if (_hasInjected)
            {
                PlanAnew(fresh, undeclared);
            }

            _renewed();
        }

        Say(undeclared);
    }
}
