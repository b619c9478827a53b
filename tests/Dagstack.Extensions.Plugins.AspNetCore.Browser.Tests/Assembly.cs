using Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Browser;

// One browser for all, and one page at a time: what is awaited is not slowed down by other tests.
[assembly: AssemblyFixture(typeof(Chromium))]
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly)]
